/** What was typed and not sent, by session; kept on this device alone. */
export interface Drafts {
  /** The draft of a session (or of `new:<host>`), empty if there is none. */
  read(key: string): Promise<string>
  /** Keeps a draft; an empty one is forgotten. The newest write wins, whatever order they end in. */
  write(key: string, text: string): void
}
