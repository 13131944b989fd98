import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { PUSH_SERVICES } from './push/services.ts'

describe('the settings', () => {
  it('need nothing to be said', () => {
    expect(readConfig({ XDG_STATE_HOME: '/state' })).toEqual({
      host: '127.0.0.1',
      port: 4870,
      publicOrigin: 'http://127.0.0.1:4870',
      origins: [],
      trustProxy: false,
      dataDir: '/state/hearth-relay',
      pushServices: PUSH_SERVICES,
    })
  })

  it('are all read', () => {
    const origins = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop, https://app.example'
    const env = {
      HOST: '0.0.0.0',
      PORT: '80',
      RELAY_ORIGIN: 'https://relay.example/',
      RELAY_ORIGINS: origins,
      RELAY_DATA: '/data',
      DATABASE_URL: 'postgres://hearth:word@db/hearth',
      RELAY_WEB_ROOT: '/web',
      RELAY_TRUST_PROXY: '1',
      RELAY_PUSH_HOSTS: 'push.example, *.push.example default http://127.0.0.1:4900',
    }
    expect(readConfig(env)).toEqual({
      host: '0.0.0.0',
      port: 80,
      publicOrigin: 'https://relay.example',
      origins: origins.split(', '),
      trustProxy: true,
      dataDir: '/data',
      databaseUrl: 'postgres://hearth:word@db/hearth',
      webRoot: '/web',
      pushServices: ['push.example', '*.push.example', ...PUSH_SERVICES, 'http://127.0.0.1:4900'],
    })
    expect(readConfig({ RELAY_PUSH_HOSTS: 'none' }).pushServices).toEqual([])
  })

  it.each([
    ['PORT', { PORT: '70000' }],
    ['PORT', { PORT: '48.5' }],
    ['RELAY_ORIGIN', { HOST: '0.0.0.0' }],
    ['RELAY_ORIGIN', { RELAY_ORIGIN: 'relay.example' }],
    ['RELAY_ORIGIN', { RELAY_ORIGIN: 'https://relay.example/path' }],
    ['RELAY_ORIGIN', { RELAY_ORIGIN: 'https://user:word@relay.example' }],
    ['RELAY_ORIGINS', { RELAY_ORIGINS: '*' }],
    ['RELAY_PUSH_HOSTS', { RELAY_PUSH_HOSTS: 'http://push.example' }],
    ['RELAY_PUSH_HOSTS', { RELAY_PUSH_HOSTS: '*' }],
    ['RELAY_TRUST_PROXY', { RELAY_TRUST_PROXY: 'yes' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://hearth:secret-word@db/hearth' }],
  ])('name %s when it can’t be used', (name, env) => {
    const read = () => readConfig(env)
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
    expect(read).not.toThrow('secret-word')
  })
})
