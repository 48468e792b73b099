/** The part of AbortSignal that the contract names; Node and the browser both have it (declarations of one interface merge). */
interface AbortSignal {
  readonly aborted: boolean;
}
