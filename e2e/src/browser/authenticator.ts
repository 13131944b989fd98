import type { CDPSession, Page } from 'playwright-core'

/** What a page's device has built in: it knows its owner, who is there whenever somebody asks. */
const BUILT_IN = {
  protocol: 'ctap2',
  transport: 'internal',
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const

/** Chromium's virtual authenticator for one page: WebAuthn's ceremonies are the browser's own, without its dialogues. */
export class Authenticator {
  readonly #session: CDPSession
  readonly #authenticatorId: string

  private constructor(session: CDPSession, authenticatorId: string) {
    this.#session = session
    this.#authenticatorId = authenticatorId
  }

  static async of(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable', {})
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', { options: BUILT_IN })
    return new Authenticator(session, authenticatorId)
  }

  /** Whether it recognises who touches it from now on. */
  async knows(isUserVerified: boolean): Promise<void> {
    await this.#session.send('WebAuthn.setUserVerified', {
      authenticatorId: this.#authenticatorId,
      isUserVerified,
    })
  }

  /** What it holds: the site of each passkey, as the browser named it to the authenticator. */
  async sites(): Promise<readonly (string | undefined)[]> {
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', {
      authenticatorId: this.#authenticatorId,
    })
    return credentials.map(({ rpId }) => rpId)
  }
}
