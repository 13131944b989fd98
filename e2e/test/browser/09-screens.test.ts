import { expect, it, onTestFailed } from 'vitest'
import { Person, say } from '../../src/browser/person.ts'
import { axe, dress, overflow, THEMES, tooSmall, WIDTHS } from '../../src/browser/screens.ts'
import { shoot } from '../../src/browser/shots.ts'
import { confirmPairing, HostPairing } from '../../src/world/pairing.ts'
import { useBrowser } from './use-browser.ts'

/** The width at which axe looks: what it checks hardly depends on it. */
const AXE_WIDTH = 400
/** What a finger needs (CSS px). */
const FINGER = 44
const SEARCH = 'Search all sessions'
/** Screens behind the list's menu, by what it calls them. */
const MENU = [
  ['Settings', 'settings'],
  [SEARCH, 'search'],
  ['Notifications', 'notifications'],
] as const
const scene = useBrowser()

const ANSWER = `## What I found

The form **resets** its state on every render, see \`src/login.ts\`:

\`\`\`ts
const [name, setName] = useState(props.name ?? '')
useEffect(() => setName(''), [props]) // a very long line that does not fit into any side panel, however wide it may be drawn
\`\`\`

1. Keep the state above the form
2. Or depend on \`props.name\` alone

| file | lines | why |
|---|---|---|
| \`src/login.ts\` | 12–40 | resets on every render |
| \`src/a/rather/long/path/that/goes/on/session-provider.ts\` | 3 | makes a new object each time |

> A quote, and a [link](https://example.test/a/page).`

/** Pictures of a screen at all widths in both themes; what axe finds; whether anything sticks out at the narrowest. */
const look = async (person: Person, name: string): Promise<string[]> => {
  const { page } = person
  const problems: string[] = []
  for (const theme of THEMES) {
    for (const width of WIDTHS) {
      await dress(page, theme, width)
      await shoot(page, `panel-${name}-${theme}-${width}`)
      const out = await overflow(page)
      if (out > 0) problems.push(`${name} at ${width}: scrolls ${out} px sideways`)
      if (width === AXE_WIDTH)
        problems.push(...(await axe(page)).map((fault) => `${name}, ${theme}: ${fault}`))
    }
  }
  problems.push(...(await tooSmall(page)).map((small) => `${name}: too small to hit: ${small}`))
  return problems
}

const lookOnPhone = async (person: Person, name: string): Promise<string[]> => {
  const { page } = person
  const problems: string[] = []
  for (const theme of THEMES) {
    await dress(page, theme)
    await shoot(page, `phone-${name}-${theme}`)
  }
  const out = await overflow(page)
  if (out > 0) problems.push(`${name} on the phone: scrolls ${out} px sideways`)
  problems.push(...(await axe(page)).map((fault) => `${name} on the phone: ${fault}`))
  const small = await tooSmall(page, FINGER)
  problems.push(...small.map((each) => `${name} on the phone: too small for a finger: ${each}`))
  return problems
}

it('every screen, at each width and in both themes: pictures, nothing sticks out, axe finds nothing', async () => {
  const { world, browser } = scene()
  const alice = new Person(await browser.openPanel(), 'alice')
  const bob = new Person(await browser.openPhone(), 'bob')
  const problems: string[] = []
  onTestFailed(() => void process.stderr.write(`${problems.join('\n')}\n`))
  const both = async (name: string) => {
    problems.push(...(await look(alice, name)), ...(await lookOnPhone(bob, name)))
  }

  await alice.sees('Agents on your machine')
  await bob.sees('Agents on your machine')
  await both('start')

  for (const [person, see] of [
    [alice, look],
    [bob, lookOnPhone],
  ] as const) {
    const pairing = new HostPairing(world.hearth)
    await person.pasteLink(await pairing.link())
    await person.sees('This link leads to')
    problems.push(...(await see(person, 'pair-check')))
    await person.agree()
    const digits = person.digits()
    await digits
    problems.push(...(await see(person, 'pair-digits')))
    await confirmPairing(pairing, digits)
    await person.button('Go to sessions').waitFor()
    problems.push(...(await see(person, 'pair-done')))
    await person.button('Go to sessions').click()
    await person.sees('No session yet')
  }
  await both('home-empty')

  await alice.button('New session').first().click()
  problems.push(...(await look(alice, 'new')))
  await alice.createSession()
  problems.push(...(await look(alice, 'session-empty')))
  await alice.prompt(
    `Why does the login form forget the name? [[reason say="I look at the form first."]] [[read path="README.md"]] [[bash cmd="git log --oneline --decorate --stat"]] [[write path="src/login.ts" content="const name = 1\\n"]] ${say(ANSWER)}`,
  )
  await alice.button('Allow once').waitFor()
  problems.push(...(await look(alice, 'request-command')))
  await alice.openHome()
  await bob.sees('Needs you')
  await both('home-needs')
  await bob.openNeed('Run a command')
  await bob.button('Allow once').waitFor()
  problems.push(...(await lookOnPhone(bob, 'request-command')))
  await bob.allow()
  await bob.button(/^Next: 1 more/).click()
  await bob.sees('src/login.ts')
  problems.push(...(await lookOnPhone(bob, 'request-edit')))
  await alice.openSession(/^Why does/)
  await alice.sees('src/login.ts')
  problems.push(...(await look(alice, 'request-edit')))
  await alice.allow()
  await alice.readsOf('a link')
  problems.push(...(await look(alice, 'session')))
  await bob.openHome()
  await bob.openSession(/^Why does/)
  await bob.readsOf('a link')
  problems.push(...(await lookOnPhone(bob, 'session')))

  await alice.prompt('Ask. [[question ask="Which colour should it be?" options="Amber|Teal|Plain"]]')
  await alice.sees('Which colour should it be?')
  await bob.sees('Which colour should it be?')
  await both('question')
  await alice.button('Stop').click()
  await alice.openHome()
  await bob.openHome()
  await both('home')
  for (const [person, see] of [
    [alice, look],
    [bob, lookOnPhone],
  ] as const) {
    for (const [item, name] of MENU) {
      await person.button('More').first().click()
      await person.page.getByRole('menuitem', { name: item }).click()
      await person.page.getByRole('heading', { level: 1, name: item === SEARCH ? 'Search' : item }).waitFor()
      problems.push(...(await see(person, name)))
      if (name === 'settings') {
        await person.button(/Devices, agents, usage$/).click()
        await person.sees('this device')
        problems.push(...(await see(person, 'manage')))
        await person.button(/^Back/).click()
        await person.page.getByRole('heading', { level: 1, name: item }).waitFor()
      }
      await person.openHome()
    }
    await person.openStatus()
    problems.push(...(await see(person, 'status')))
  }
  expect(problems).toEqual([])
}, 240_000)
