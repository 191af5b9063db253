import type { Observable, OperatorFunction, UnaryFunction } from 'rxjs';

/**
 * Results of an operator: anything but a function. An operator that was not called gives one (`pipe(digits)` in place
 * of `pipe(digits())`), and is refused by the compiler.
 */
type OperatorResult = { toString(): string; readonly call?: never } | null | undefined;

/**
 * `pipe` is RxJS's own, of which nothing is overridden. Only its types tell the first operator what it is given, so
 * that one that needs an action can say so, and one that gives the action back can be followed by another.
 */
export interface ActionPipe<Self> {
  (): Self;
  <A extends OperatorResult>(op1: UnaryFunction<Self, A>): A;
  <A extends OperatorResult, B extends OperatorResult>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
  ): B;
  <A extends OperatorResult, B extends OperatorResult, C extends OperatorResult>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
  ): C;
  <A extends OperatorResult, B extends OperatorResult, C extends OperatorResult, D extends OperatorResult>(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
  ): D;
  <
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
  ): F;
  <
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
    G extends OperatorResult,
  >(
    op1: UnaryFunction<Self, A>,
    op2: UnaryFunction<A, B>,
    op3: UnaryFunction<B, C>,
    op4: UnaryFunction<C, D>,
    op5: UnaryFunction<D, F>,
    op6: UnaryFunction<F, G>,
  ): G;
  <
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
    G extends OperatorResult,
    H extends OperatorResult,
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
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
    G extends OperatorResult,
    H extends OperatorResult,
    I extends OperatorResult,
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
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
    G extends OperatorResult,
    H extends OperatorResult,
    I extends OperatorResult,
    J extends OperatorResult,
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
    A extends OperatorResult,
    B extends OperatorResult,
    C extends OperatorResult,
    D extends OperatorResult,
    F extends OperatorResult,
    G extends OperatorResult,
    H extends OperatorResult,
    I extends OperatorResult,
    J extends OperatorResult,
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
