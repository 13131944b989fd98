import { Person } from '../../src/browser/person.ts'
import type { Scene } from './use-browser.ts'

/** Somebody at a freshly opened side panel, paired by pasting the link. */
export const atPanel = async ({ browser, world }: Scene, name = 'alice'): Promise<Person> => {
  const person = new Person(await browser.openPanel(), name)
  await person.pair(world.hearth)
  return person
}

/** Somebody with a phone, paired by opening the link there. */
export const onPhone = async ({ browser, world }: Scene, name = 'bob'): Promise<Person> => {
  const person = new Person(await browser.openPhone(), name)
  await person.pair(world.hearth, (link) => person.openLink(link))
  return person
}

/** The same people for all stories of a file, each story begun at the list of sessions. */
export const sharing = <P extends readonly Person[]>(meet: () => Promise<P>): (() => Promise<P>) => {
  let met: Promise<P> | undefined
  return async () => {
    met ??= meet()
    const people = await met
    for (const person of people) await person.openHome()
    return people
  }
}
