// The tests of the demo's flow are the flow's own, and stand beside it.
import '../../demos/flows/orders-spec.js';
