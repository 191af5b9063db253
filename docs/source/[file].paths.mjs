import { sourcePages } from '../.vitepress/repository-links.mjs';

export default { paths: sourcePages };
