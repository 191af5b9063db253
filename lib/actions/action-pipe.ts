import type { Observable, OperatorFunction, UnaryFunction } from 'rxjs';

/**
 * The result of an operator: anything but a function. An operator that was not called, `pipe(digits)` for
 * `pipe(digits())`, gives a function, so the compiler refuses it.
 */
type OperatorResult = { toString(): string; readonly call?: never } | null | undefined;

/**
 * The types of an action's `pipe`; the method itself is RxJS's own. The first operator is typed with the action: so a
 * command operator compiles only on an action that has the command, and another may follow it.
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
    // As in RxJS, the types of the tenth operator and later ones are not checked.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    ...operations: OperatorFunction<any, any>[]
  ): Observable<unknown>;
}
