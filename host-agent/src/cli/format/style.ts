/** How text is set apart at a terminal; plain where it goes elsewhere or colours are not wanted (NO_COLOR). */
export interface Style {
  strong(text: string): string
  quiet(text: string): string
}

/** `tty`: the text goes to a terminal. */
export const styleFor = (tty: boolean, env: NodeJS.ProcessEnv): Style => {
  const plain = !tty || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb'
  const make = (on: number) => (text: string) => (plain ? text : `\u001b[${on}m${text}\u001b[22m`)
  return { strong: make(1), quiet: make(2) }
}
