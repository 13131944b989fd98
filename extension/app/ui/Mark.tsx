import type { JSX } from 'solid-js'

/** Hearth's mark: a flame over its hearthstone. Decoration; the name stands beside it. */
export const Mark = (props: { readonly size?: number }): JSX.Element => (
  <svg width={props.size ?? 40} height={props.size ?? 40} viewBox="0 0 32 32" aria-hidden="true">
    <path
      fill="var(--accent)"
      d="M16.6 2.5c.5 5.2 7.9 8 7.9 15.2a8.5 8.5 0 0 1-17 0c0-3.9 2-6 3.5-8.5.7 1.9 1.5 2.9 2.7 3.5-.6-3.9.5-7.6 2.9-10.2Z"
    />
    <path fill="var(--bg)" d="M16.2 15c.3 2.3 3.1 3.5 3.1 6.2a3.3 3.3 0 0 1-6.6 0c0-2.6 2.6-3.6 3.5-6.2Z" />
    <rect x="5" y="28" width="22" height="2.6" rx="1.3" fill="currentColor" />
  </svg>
)
