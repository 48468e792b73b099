/** A sieve: three lines that narrow, and the grain that falls through. */
export function Logo(): React.JSX.Element {
  return (
    <svg width="1.25rem" height="1.25rem" viewBox="0 0 20 20" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M1 4h18M4 9h12M7 14h6" strokeWidth="2.2" strokeLinecap="round" />
      <circle cx="10" cy="18" r="1.6" fill="currentColor" stroke="none" />
    </svg>
  );
}
