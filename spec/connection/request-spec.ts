import { Request } from '../../lib/connection/request.js';

describe('Request', () => {
  it.each([
    ['is answered', (request: Request) => request.answer({ code: '200' } as never), 1],
    ['fails', (request: Request) => request.fail(new Error('x')), 1],
    ['is unsubscribed', (request: Request) => request.unsubscribe(), 0],
  ])('keeps nothing of who asked once it %s: it may be kept itself', (_, end, times) => {
    const closed = jest.fn();
    const heard = jest.fn();
    const request = new Request('calling.x', { n: 1 }, { answered: heard, failed: heard }, closed, {});
    end(request);
    expect(request).toMatchObject({ params: {}, owner: undefined, isClosed: true });
    expect(closed).toHaveBeenCalledTimes(1);
    request.answer({ code: '200' } as never);
    request.fail(undefined);
    request.leaving();
    expect(heard).toHaveBeenCalledTimes(times);
  });
});
