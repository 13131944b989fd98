/** From connecting to being logged in, ms: a login takes two messages; only a stalled one takes longer. */
export const LOGIN_MS = 5_000

/** Packets before login: the connect and one answer to the challenge; anything more is not a login. */
export const LOGIN_PACKETS = 2

/** Connections of one address that have not logged in: enough for a browser loading the app in many tabs. */
export const VISITORS_PER_ADDRESS = 64

/** All connections of one address but this machine’s own: an office behind one address, not a flood. */
export const SOCKETS_PER_ADDRESS = 512

/** Sockets of one key: eight windows of a browser, each with a link to eight hosts here; the oldest makes room. */
export const SOCKETS_PER_KEY = 64

/** New rooms that one address may register per hour, but this machine: a person has a few hosts. */
export const ROOMS_PER_ADDRESS = 32

/** The span of ROOMS_PER_ADDRESS, ms: an hour is too long to wait for who floods. */
export const ROOMS_SPAN_MS = 3_600_000

/** Addresses whose registrations are counted at once; the oldest are forgotten. */
export const COUNTED_ADDRESSES = 10_000

/** Rooms in the database: 100,000 take some 20 MB; a relay for more people runs several databases. */
export const MAX_ROOMS = 100_000

/** A room whose host was not seen for so long is forgotten, ms: 180 days, longer than any certificate lives. */
export const ROOM_LIFE_MS = 180 * 86_400_000

/** Between two clean-ups of forgotten rooms, ms: a day is short beside their life. */
export const FORGET_EVERY_MS = 86_400_000

/** Frames a second in one pipe: the host’s own pacing makes at most as many. */
export const FRAMES_PER_SECOND = 60

/** Frames at once in one pipe: a resume of some megabytes. Faster senders are read more slowly. */
export const FRAME_BURST = 240

/** A sender this many bursts ahead of its rate does not heed being read slowly: it is cut as `rate`. */
export const OVERDRAWN_BURSTS = 4

/** A paused sender is read again when so many seconds’ worth of its rate are there: few, long pauses. */
export const RESUME_AFTER_S = 0.25

/** Control messages a second: logins, probes and lists come singly. */
export const CONTROLS_PER_SECOND = 5

/** Control messages at once: pipes of every device closing together. */
export const CONTROL_BURST = 600

/** Bytes of one WebSocket message: a frame, its pipe number and room; a longer one closes the socket. */
export const MAX_SOCKET_MESSAGE = 128 * 1024

/** Fragments of one WebSocket message: browsers and ws send one; thousands only cost memory. */
export const MAX_FRAGMENTS = 64

/** Pieces in which one fragment may arrive: 96 KiB in the smallest packets that networks carry. */
export const MAX_CHUNKS = 1_024

/** Bytes queued for all sockets of one room before its slowest is cut as `slow`. */
export const ROOM_QUEUE = 8 * 1024 * 1024

/** Bytes queued for one socket above which its senders are held: more than a burst of tokens, far less than a room’s. */
export const HOLD_ABOVE = 256 * 1024

/** Bytes below which held senders go on: some way under the mark above, so that it does not flutter. */
export const HOLD_BELOW = 64 * 1024

/** Pipes of one host: every device of a full list with its sockets would be 1,024; a person has a handful. */
export const PIPES_PER_HOST = 512

/** Pairings that one host keeps open: a code and a link, and a few that were given up. */
export const PAIRINGS_PER_HOST = 8

/** How long a pairing is kept open at most, ms: links are good for 10 minutes; clocks differ. */
export const PAIRING_MS = 15 * 60_000

/** How long one pairing pipe may last, ms: a person compares six digits. */
export const PAIRING_PIPE_MS = 15 * 60_000

/** Challenges given in advance that are kept: some 200 bytes each; the oldest make room. */
export const MAX_NEXT_CHALLENGES = 50_000

/** Pushes a second of one host, on average: a person’s agents ask a few times a minute. */
export const PUSHES_PER_SECOND = 1

/** Pushes of one host at once: some requests to every device that it may have. */
export const PUSH_BURST = 64

/** Hosts whose pushes are counted at once; the oldest are forgotten. */
export const COUNTED_PUSHERS = 10_000

/** Pushes of one host that are on their way at a time: its devices’ first ones go side by side. */
export const PUSHES_IN_FLIGHT = 16

/** Pushes of all hosts that are on their way at a time: some megabytes and as many connections. */
export const MAX_PUSHES_IN_FLIGHT = 256

/** For a push service to answer, ms: less than hosts wait for the relay. */
export const PUSH_SERVICE_MS = 10_000

/** What hosts are told to wait after a push that failed in passing, ms; the least where the push service says more. */
export const PUSH_RETRY_AFTER_MS = 2_000

/** The longest wait that a push service can ask for, ms: after an hour the push is of little use. */
export const PUSH_RETRY_MAX_MS = 3_600_000

/** To say why and be closed, before the connection is torn down, ms. */
export const CLOSE_GRACE_MS = 1_000

/** To send a request’s head, ms: less than the login, since it comes first. */
export const HTTP_HEAD_MS = 5_000

/** To send a whole request, ms: none has a body. */
export const HTTP_REQUEST_MS = 10_000

/** How often slow requests are looked for, ms: often enough for the two limits above. */
export const HTTP_CHECK_MS = 1_000

/** An idle HTTP connection is kept for so long, ms: a page loads its files within it. */
export const HTTP_KEEP_ALIVE_MS = 5_000

/** Bytes of a request’s head: ours have no cookies. */
export const HTTP_HEAD_BYTES = 8 * 1024

/** Files above so many bytes are sent compressed: smaller ones fit one packet as they are. */
export const COMPRESS_ABOVE = 1_024

/** Brotli’s quality, 0 to 11: 5 takes milliseconds a file; 11 takes a second for a few percent less. */
export const BROTLI_QUALITY = 5

/** Between two pings of the socket, ms: phones must sleep; a link that streams probes by itself. */
export const PING_EVERY_MS = 25_000

/** To answer a ping, ms: longer than a phone’s network takes to change. */
export const PING_ANSWER_MS = 20_000

/** First pause between two tries to open the database, ms: it doubles each time. */
export const STORE_RETRY_MS = 500

/** Longest pause between two tries to open the database, ms: whoever repairs it waits no longer. */
export const STORE_RETRY_MAX_MS = 30_000

/** To get a connection to the database, and to run one statement, ms: each takes some ms when all is well. */
export const STORE_TIMEOUT_MS = 5_000

/** Connections to PostgreSQL: logins are short and few. */
export const STORE_CONNECTIONS = 5

/** What a client is told to wait when the database is away, ms: a restart of it takes seconds. */
export const STORE_RETRY_AFTER_MS = 3_000

/** How long a write to SQLite waits for another program that holds the file, ms: it blocks everything meanwhile. */
export const STORE_BUSY_MS = 2_000

/** Between two notes that a room’s host was seen, ms: it is only for forgetting, months later. */
export const SEEN_STEP_MS = 86_400_000

/** The limits that a run can change: tests and benchmarks do. */
export interface RelayLimits {
  visitorsPerAddress: number
  socketsPerAddress: number
  roomsPerAddress: number
  socketsPerKey: number
  framesPerSecond: number
  frameBurst: number
  roomQueue: number
  loginMs: number
}

/** The limits of a relay that serves. */
export const DEFAULT_LIMITS: RelayLimits = {
  visitorsPerAddress: VISITORS_PER_ADDRESS,
  socketsPerAddress: SOCKETS_PER_ADDRESS,
  roomsPerAddress: ROOMS_PER_ADDRESS,
  socketsPerKey: SOCKETS_PER_KEY,
  framesPerSecond: FRAMES_PER_SECOND,
  frameBurst: FRAME_BURST,
  roomQueue: ROOM_QUEUE,
  loginMs: LOGIN_MS,
}
