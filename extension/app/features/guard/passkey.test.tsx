import { fromBase64url, toBase64url } from '@hearth/shared/crypto'
import { fireEvent, render, screen, within } from '@solidjs/testing-library'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeHost } from '../../testing/fake-host.ts'
import { ToastRegion } from '../../ui/Toast.tsx'
import { PasskeyList } from './PasskeyList.tsx'
import { askPasskey, passkeyPlace } from './passkey.ts'
import { refused, passkeys as words } from './words.ts'

const bytes = (...all: number[]): ArrayBuffer => Uint8Array.from(all).buffer
const text = (...all: number[]): string => toBase64url(Uint8Array.from(all))
const KEY = text(9, 9, 9)

const base = { id: KEY, rawId: bytes(9, 9, 9), type: 'public-key', authenticatorAttachment: 'platform' }
const get = vi.fn()
const create = vi.fn()

beforeEach(() => {
  vi.stubGlobal('PublicKeyCredential', class {})
  Object.defineProperty(navigator, 'credentials', { value: { get, create }, configurable: true })
})
afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'credentials')
  get.mockReset()
  create.mockReset()
})

describe('asking for a passkey', () => {
  it('asks for one of those named, with the person verified, for this site and this challenge', async () => {
    get.mockResolvedValue({
      ...base,
      response: {
        clientDataJSON: bytes(1),
        authenticatorData: bytes(2),
        signature: bytes(3),
        userHandle: bytes(4),
      },
    })
    const challenge = new Uint8Array(32).fill(7)
    const assertion: unknown = JSON.parse(await askPasskey(challenge, [KEY, 'not base64url!']))
    expect(assertion).toEqual({
      id: KEY,
      rawId: KEY,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(1),
        authenticatorData: text(2),
        signature: text(3),
        userHandle: text(4),
      },
    })
    expect(get).toHaveBeenCalledWith({
      publicKey: expect.objectContaining({
        challenge,
        rpId: location.hostname,
        userVerification: 'required',
        allowCredentials: [{ type: 'public-key', id: fromBase64url(KEY) }],
      }),
    })
  })

  it.each([
    ['the person says no', refused.notGiven, () => Promise.reject(new DOMException('no', 'NotAllowedError'))],
    ['there is none', refused.notGiven, () => Promise.resolve(null)],
    ['the key has one', refused.known, () => Promise.reject(new DOMException('no', 'InvalidStateError'))],
  ])('is one refusal when %s', async (_, message, what) => {
    get.mockImplementation(what)
    const refusal = { code: 'passkey.cancelled', message }
    await expect(askPasskey(new Uint8Array(32), [KEY])).rejects.toMatchObject(refusal)
  })

  it.each([
    ['app.example', 'works'],
    ['localhost', 'works'],
    ['ooefmmofmhfofpcekcgnbadcidaicdmk', 'works'],
    ['127.0.0.1', 'address'],
    ['[::1]', 'address'],
  ])('at %s: %s', (hostname, place) => expect(passkeyPlace({ hostname })).toBe(place))
})

describe('the passkeys of this device', () => {
  const CHALLENGE = new Uint8Array(32).fill(5)
  const show = (told: { open: boolean; known: string[] }) => {
    const host = fakeHost({
      script: {
        call: (name) => (name === 'passkey-begin' ? { challenge: CHALLENGE, ...told } : undefined),
      },
    })
    render(() => (
      <ToastRegion>
        <PasskeyList host={host} name="alice’s laptop" />
      </ToastRegion>
    ))
    return host
  }
  const calls = (host: ReturnType<typeof fakeHost>, name: string) =>
    host.askedTo('call').filter((one) => one.name === name)

  it('outside of the window: says what the owner has to do', async () => {
    show({ open: false, known: [] })
    expect(await screen.findByText(words.closed)).toBeTruthy()
    expect(screen.getByText("hearth passkey 'alice’s laptop'")).toBeTruthy()
    expect(screen.queryByRole('button', { name: words.add })).toBeNull()
  })

  it('inside of it: registers one', async () => {
    create.mockResolvedValue({
      ...base,
      response: { clientDataJSON: bytes(1), attestationObject: bytes(2), getTransports: () => ['internal'] },
    })
    const host = show({ open: true, known: [KEY] })
    fireEvent.click(await screen.findByRole('button', { name: words.add }))
    expect(await screen.findByText(words.added)).toBeTruthy()
    const { publicKey } = create.mock.calls[0]?.[0] ?? {}
    expect(publicKey).toMatchObject({
      challenge: CHALLENGE,
      rp: { id: location.hostname },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
      excludeCredentials: [{ type: 'public-key', id: fromBase64url(KEY) }],
    })
    expect(publicKey.user.id.length).toBeLessThanOrEqual(64)
    const [finish] = calls(host, 'passkey-finish')
    expect(JSON.parse(String(finish?.args.response))).toMatchObject({
      id: KEY,
      response: { clientDataJSON: text(1), attestationObject: text(2), transports: ['internal'] },
    })
    // A challenge is good for one try: the next has its own.
    expect(calls(host, 'passkey-begin')).toHaveLength(2)
  })

  it('says so when the person gives none, and sends nothing', async () => {
    create.mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    const host = show({ open: true, known: [] })
    fireEvent.click(await screen.findByRole('button', { name: words.add }))
    expect(await screen.findByText(`${refused.notGiven}.`)).toBeTruthy()
    expect(calls(host, 'passkey-finish')).toEqual([])
  })

  it('can be removed', async () => {
    const host = show({ open: false, known: [KEY] })
    const list = within(await screen.findByRole('list', { name: words.title }))
    fireEvent.click(await list.findByRole('button', { name: words.remove(KEY) }))
    expect(await screen.findByText(words.removed)).toBeTruthy()
    expect(calls(host, 'passkey-remove')).toMatchObject([{ args: { id: KEY } }])
  })

  it('says so where the browser has none', async () => {
    vi.unstubAllGlobals()
    show({ open: true, known: [] })
    expect(await screen.findByText(words.unsupported)).toBeTruthy()
  })
})
