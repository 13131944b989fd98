import { describe, expect, it } from 'vitest'
import { isPushService, PUSH_SERVICES, pushServices } from './services.ts'

const services = pushServices(PUSH_SERVICES)

describe('the browsers’ push services', () => {
  it.each([
    ['https://fcm.googleapis.com/fcm/send/d1:APA91b-_x', 'fcm.googleapis.com'],
    ['https://updates.push.services.mozilla.com/wpush/v2/gAAA-_', 'updates.push.services.mozilla.com'],
    ['https://eu.push.services.mozilla.com/wpush/v2/gAAA', '*.push.services.mozilla.com'],
    ['https://wns2-par02p.notify.windows.com/w/?token=BQY%2b%3d', '*.notify.windows.com'],
    ['https://web.push.apple.com/QGuQ-_x', 'web.push.apple.com'],
  ])('are found: %s', (endpoint, service) => {
    expect(services.find(endpoint)).toMatchObject({ service, url: { href: endpoint } })
  })
})

describe('what is no push service is not called (L3)', () => {
  it.each([
    ['this machine', 'http://127.0.0.1/'],
    ['this machine over https', 'https://127.0.0.1/fcm.googleapis.com'],
    ['this machine as one number', 'https://2130706433/'],
    ['this machine as IPv6', 'https://[::1]/'],
    ['this machine by name', 'https://localhost/'],
    ['a cloud’s metadata', 'http://169.254.169.254/latest/meta-data/'],
    ['a cloud’s metadata over https', 'https://169.254.169.254/'],
    ['a private address', 'https://10.0.0.1/'],
    ['no encryption', 'http://fcm.googleapis.com/fcm/send/x'],
    ['a file', 'file:///etc/passwd'],
    ['a file of a known name', 'file://fcm.googleapis.com/etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['a script', 'javascript:alert(1)'],
    ['ftp', 'ftp://fcm.googleapis.com/x'],
    ['a known name as user name', 'https://fcm.googleapis.com@evil.test/x'],
    ['a known name as user name and password', 'https://fcm.googleapis.com:x@evil.test/x'],
    ['a user name', 'https://user@fcm.googleapis.com/x'],
    ['an empty user name', 'https://@fcm.googleapis.com/x'],
    ['another port', 'https://fcm.googleapis.com:8443/x'],
    ['ssh’s port', 'https://fcm.googleapis.com:22/x'],
    ['the port said though it goes without saying', 'https://fcm.googleapis.com:443/x'],
    ['a dot at the end', 'https://fcm.googleapis.com./x'],
    ['a known name before another', 'https://fcm.googleapis.com.evil.test/x'],
    ['a known name after another without a dot', 'https://evilnotify.windows.com/x'],
    ['a known name with another letter', 'https://fcm.googleapis.co/x'],
    ['a known name in front', 'https://xfcm.googleapis.com/x'],
    ['a name below one that is exact', 'https://x.fcm.googleapis.com/x'],
    ['the domain of a suffix itself', 'https://notify.windows.com/x'],
    ['an empty label', 'https://.notify.windows.com/x'],
    ['a look-alike in Cyrillic', 'https://fcm.gооgleapis.com/x'],
    ['a name that unfolds into a known one', 'https://ｆcm.googleapis.com/x'],
    ['a dot of another script', 'https://fcm。googleapis.com/x'],
    ['capital letters', 'https://FCM.googleapis.com/x'],
    ['escapes in the name', 'https://fcm%2egoogleapis.com/x'],
    ['an escaped slash in the name', 'https://evil.test%2f.notify.windows.com/x'],
    ['a backslash', 'https://fcm.googleapis.com\\@evil.test/x'],
    ['a backslash the other way', 'https://evil.test\\.notify.windows.com/x'],
    ['three slashes', 'https:///fcm.googleapis.com/x'],
    ['no slashes', 'https:fcm.googleapis.com/x'],
    ['no scheme', '//fcm.googleapis.com/x'],
    ['a question mark in the name', 'https://evil.test?.notify.windows.com/x'],
    ['a number sign in the name', 'https://evil.test#.notify.windows.com/x'],
    ['a fragment', 'https://fcm.googleapis.com/x#y'],
    ['a line feed in the name', 'https://evil.test\n.notify.windows.com/x'],
    ['a tab in the name', 'https://fcm.\tgoogleapis.com/x'],
    ['a header in the path', 'https://fcm.googleapis.com/x\r\nHost: evil.test'],
    ['spaces around', ' https://fcm.googleapis.com/x '],
    ['dots in the path', 'https://fcm.googleapis.com/a/../b'],
    ['nothing', ''],
    ['no address', 'fcm.googleapis.com'],
  ])('%s', (_what, endpoint) => {
    expect(services.find(endpoint)).toBeUndefined()
  })
})

describe('the list', () => {
  it('takes whole origins, and on this machine those without encryption', () => {
    const own = pushServices(['http://127.0.0.1:4900', 'https://push.example:8443'])
    expect(own.find('http://127.0.0.1:4900/a')).toBeDefined()
    expect(own.find('https://push.example:8443/a')).toBeDefined()
    expect(own.find('http://127.0.0.1:4901/a')).toBeUndefined()
    expect(own.find('https://127.0.0.1:4900/a')).toBeUndefined()
    expect(own.find('http://localhost:4900/a')).toBeUndefined()
    expect(own.find('https://push.example/a')).toBeUndefined()
    expect(own.find('https://fcm.googleapis.com/a')).toBeUndefined()
  })

  it.each([
    '*',
    '*.',
    '*.com.',
    'com',
    '10.0.0.1',
    '*.*.example',
    'push.example/path',
    'push.example:8443',
    'user@push.example',
    'http://push.example',
    'http://169.254.169.254',
    'https://push.example/',
    'ftp://push.example',
    'PUSH.example',
    '',
  ])('has no entry such as “%s”', (entry) => {
    expect(isPushService(entry)).toBe(false)
    expect(pushServices([entry]).find('https://push.example/a')).toBeUndefined()
  })
})
