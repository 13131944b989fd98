import { FIREFOX_ORIGIN, Firefox } from './firefox.ts'

/** Starts Firefox and looks whether the app works in it. Gives what is wrong. */
export const smoke = async (program: string): Promise<string[]> => {
  const firefox = await Firefox.launch(program)
  try {
    const problems: string[] = []
    const page = await firefox.open(`${FIREFOX_ORIGIN}/sidepanel.html`)
    await page.sees('Hearth')
    const sidebar = await firefox.openSidebar()
    if (sidebar !== `${FIREFOX_ORIGIN}/sidepanel.html`) problems.push(`the sidebar shows ${sidebar}`)
    return [...problems, ...firefox.errors]
  } finally {
    await firefox.close()
  }
}
