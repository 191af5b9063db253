import type { Observable, OperatorFunction, UnaryFunction } from 'rxjs';

/**
 * What an operator may give: anything but a function. An operator that was not called gives one (`pipe(digits)` in place
 * of `pipe(digits())`), and is refused by the compiler.
 */
type Given = { toString(): string; readonly call?: never } | null | undefined;

/**
 * `pipe` is RxJS's own, of which nothing is overridden. Only its types tell the first operator what it is given, so
 * that one that needs an action can say so, and one that gives the action back can be followed by another.
 */
export interface ActionPipe<Self> {
  (): Self;
  <A extends Given>(op1: UnaryFunction<Self, A>): A;
  <A extends Given, B extends Given>(op1: UnaryFunction<Self, A>, op2: UnaryFunction<A, B>): B;
  <A extends Given, B extends Given, C extends Given>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
  ): C;
  <A extends Given, B extends Given, C extends Given, D extends Given>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
  ): D;
  <A extends Given, B extends Given, C extends Given, D extends Given, F extends Given>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
  ): F;
  <A extends Given, B extends Given, C extends Given, D extends Given, F extends Given, G extends Given>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
  ): G;
  <
    A extends Given,
    B extends Given,
    C extends Given,
    D extends Given,
    F extends Given,
    G extends Given,
    H extends Given,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
    op7: UnaryFunction<G, H>,
  ): H;
  <
    A extends Given,
    B extends Given,
    C extends Given,
    D extends Given,
    F extends Given,
    G extends Given,
    H extends Given,
    I extends Given,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
    op7: UnaryFunction<G, H>,
    op8: UnaryFunction<H, I>,
  ): I;
  <
    A extends Given,
    B extends Given,
    C extends Given,
    D extends Given,
    F extends Given,
    G extends Given,
    H extends Given,
    I extends Given,
    J extends Given,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
    op7: UnaryFunction<G, H>,
    op8: UnaryFunction<H, I>,
    op9: UnaryFunction<I, J>,
  ): J;
  <
    A extends Given,
    B extends Given,
    C extends Given,
    D extends Given,
    F extends Given,
    G extends Given,
    H extends Given,
    I extends Given,
    J extends Given,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
    op7: UnaryFunction<G, H>,
    op8: UnaryFunction<H, I>,
    op9: UnaryFunction<I, J>,
    // As in RxJS: from here on, what one operator gives is not compared with what the next one takes.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    ...operations: OperatorFunction<any, any>[]
  ): Observable<unknown>;
}
