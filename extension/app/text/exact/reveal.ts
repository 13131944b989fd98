import { type Accessor, createContext, createMemo, useContext } from 'solid-js'

/** Says of a text that is folded away whether it is looked for: then it shows. */
export const RevealContext = createContext<(hidden: string) => boolean>()

/** Is what a fold hides looked for at this moment? */
export const useReveal = (hidden: Accessor<string>): Accessor<boolean> => {
  const reveal = useContext(RevealContext)
  return createMemo(() => reveal !== undefined && hidden() !== '' && reveal(hidden()))
}
