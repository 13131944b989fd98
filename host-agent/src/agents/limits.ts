/** Bounds of agents/: every wait, retry, queue and buffer of a driver. Times in ms, sizes in UTF-16 units. */

/** An agent's program must be ready by then: 3.2 s was the slowest first start measured, on a cold disk. */
export const READY_TIMEOUT_MS = 20_000
/** Pause between two health checks while a server starts. */
export const READY_POLL_MS = 25
/** One call to an agent's server that is not a stream; none of them waits for a model. */
export const CALL_TIMEOUT_MS = 15_000
/** An asked process may take this long to end before its group is killed: opencode was seen to need 2 s. */
export const TERM_GRACE_MS = 4_000
/** A killed group is gone within this, or the machine is in trouble that waiting won't cure. */
export const KILL_GRACE_MS = 2_000
/** First pause before a crashed agent is started again; doubles each time. */
export const RESTART_FIRST_MS = 100
/** Longest pause before a restart. */
export const RESTART_MAX_MS = 10_000
/** Crashes within `RESTART_WINDOW_MS` after which the agent counts as failed until somebody asks for it again. */
export const RESTART_LIMIT = 5
/** See `RESTART_LIMIT`. */
export const RESTART_WINDOW_MS = 60_000
/** An agent that nobody has used for this long is let go: it holds 360–720 MB, and is back within about 1.5 s. */
export const IDLE_MS = 30 * 60_000
/** The person's login shell tells its PATH within this; nvm and its like were seen to take over a second. */
export const LOGIN_PATH_MS = 5_000
/** What is read of a login shell's output; profiles print greetings. */
export const LOGIN_PATH_OUTPUT = 64 * 1024
/** Lines of an agent's error output that are kept for diagnostics. */
export const TAIL_LINES = 40
/** Longest line kept; a program that prints garbage must not fill memory. */
export const TAIL_LINE_LENGTH = 500
/** Silence on the event stream after which it counts as broken: heartbeats come every 10 s. */
export const STREAM_SILENCE_MS = 30_000
/** First pause before the event stream is opened again; doubles each time. */
export const STREAM_RETRY_FIRST_MS = 50
/** Longest pause before the event stream is opened again. */
export const STREAM_RETRY_MAX_MS = 2_000
/** After a prompt was accepted, its first event must come within this; else the agent's record is read. */
export const PROMPT_SILENCE_MS = 5_000
/** After a prompt got no answer, opencode's record is read this much later: it may be about to end. */
export const SEND_RETRY_MS = 250
/** A call that got no answer waits this long for news that the server has ended, before it counts as failed. */
export const ASK_AGAIN_MS = 500
/** Times that a prompt which opencode certainly lost in a crash is sent again. */
export const RESEND_LIMIT = 1
/** Readings of the record that show no turn, before it counts as failed. */
export const SILENCE_LIMIT = 3
/** After an idle, the last answer's own end must follow within this; else the turn settles without it. */
export const SETTLE_GRACE_MS = 1_500
/** After an abort, the turn must settle within this; else the agent's record is read and the abort repeated. */
export const ABORT_GRACE_MS = 1_500
/** Aborts sent for one turn: a parent can go on after its subagent was aborted. */
export const ABORT_LIMIT = 5
/** Attempts after which a provider's own retrying is ended: they come about 2, 5, 8, 18 s apart. */
export const PROVIDER_RETRY_LIMIT = 8
/** Depth of subagents below a session that is followed. */
export const SESSION_DEPTH_LIMIT = 16
/** Sessions whose parent is remembered; the oldest are looked up again when needed. */
export const KNOWN_SESSIONS = 10_000
/** Messages read from an agent's record at once. */
export const RECORD_PAGE = 100
/** Pages read of one session's record: 10,000 messages. */
export const RECORD_PAGES = 100
/** Messages looked at for the record of one turn. */
export const TURN_RECORD = 400
/** A finished tool's output that is passed on; opencode itself cuts at about 50 KB. */
export const TOOL_OUTPUT_LENGTH = 64 * 1024
/** Longest text inside a tool's input that is passed on; the request itself carries what has to be decided. */
export const TOOL_INPUT_LENGTH = 8 * 1024
/** The end of a running tool's output that is passed on: it is sent whole at each change. */
export const TOOL_RUNNING_LENGTH = 4 * 1024
/** A part of unknown type, kept as JSON. */
export const RAW_LENGTH = 16 * 1024
/** Foreign sessions listed at once. */
export const FOREIGN_SESSIONS = 200
/** An agent's own words of refusal that an error repeats. */
export const REFUSAL_LENGTH = 300
/** Blocks of a prompt taken over from an agent's record: as many as a prompt may have. */
export const PROMPT_BLOCKS = 32
/** Longest title of a tool call. */
export const TOOL_TITLE_LENGTH = 200
/** What is kept of a process's command line, to know it again: the longest of an agent's has a few hundred. */
export const COMMAND_LINE_LENGTH = 4_096
/** `ps` answers in some ms where there is no /proc. */
export const PS_MS = 2_000
/** When a started process's command line is noted again: a script has become its interpreter, a program has set its title. */
export const NOTE_AGAIN_MS = [1_000, 10_000] as const
/** Process groups of an agent's own commands that are known at once: far more than run at once. */
export const FAMILY_GROUPS = 64
/** Between two looks at a command that was asked to end: what ends at once is seen to be gone at once. */
export const FAMILY_LOOK_MS = 20
/** Notes of an earlier run's processes that one start looks at: far more than run at once. */
export const SWEEP_NOTES = 1_000
/** Biggest agents.json: some hundred lines of settings, with room. */
export const MAX_SETTINGS_FILE = 256 * 1024
/** Longest text in it: a key or token has some hundred characters. */
export const MAX_SETTING_LENGTH = 8_192
/** Arguments, and variables, of one agent in it. */
export const MAX_SETTING_ITEMS = 64
/** Agents that a person may add. */
export const MAX_CUSTOM_AGENTS = 32
/** Rest after a change of a watched file before it is read: an editor writes in several steps. */
export const SETTINGS_REST_MS = 100
/** Changes that may put that off: a file that is written all the time is read within a second. */
export const SETTINGS_REST_ROUNDS = 10
/** Between two looks at a watched file where the system tells nothing of it. */
export const SETTINGS_POLL_MS = 5_000
/** An agent's program tells its version within this: 3.3 s was seen on a busy machine. */
export const VERSION_MS = 5_000
/** What is read of that. */
export const VERSION_OUTPUT = 4_096
/** Longest version of an agent that is told. */
export const MAX_VERSION = 100
/** Longest error of an agent that is told with its state, in UTF-16 units: all agents go into one message. */
export const MAX_AGENT_ERROR = 2_000
/** What is told of a place in agents.json: names of variables can be long. */
export const SETTING_PLACE_LENGTH = 200
/** Folders above a program in which its package is looked for. */
export const PACKAGE_LEVELS = 4
/** A package manager's start script is smaller than this. */
export const SHIM_BYTES = 16 * 1024
/** What was learned of a program is learned anew after this: a wrapper stays the same when its program changes. */
export const PROBE_TTL_MS = 6 * 60 * 60_000
/** Agents of which the cache keeps what was learned. */
export const CACHE_AGENTS = 64
/** Agents that are looked at at once: each look may start a program. */
export const PROBES_AT_ONCE = 2
/** Between two looks at which programs are there; nothing is started where none has changed. */
export const PROBE_EVERY_MS = 5 * 60_000
/** Between two looks at how agents are: one that ends by itself is told of within seconds. */
export const LOOK_MS = 2_000

/** Bytes of one message of an agent over ACP: an image of a few MB fits. A longer line ends the connection. */
export const ACP_MESSAGE_BYTES = 16 * 1024 * 1024
/** Requests of an agent over ACP that may wait for our answers at once; more is a runaway. */
export const ACP_INBOUND_REQUESTS = 256
/** A conversation is taken up again within this: an agent replays all of it. */
export const ACP_LOAD_MS = 60_000
/** A stop must have reached the agent's input within this, else it has stopped reading. */
export const ACP_CANCEL_WRITE_MS = 2_000
/** What an ended agent had still written is read for this long: a child of its may hold the pipe open. */
export const ACP_DRAIN_MS = 500
/** Permission requests of one turn that wait at once over ACP: agents ask a few; the rest is refused. */
export const ACP_PENDING_REQUESTS = 32
/** Tool calls of one turn over ACP that are followed; updates of the oldest are told whole again. */
export const ACP_CALLS = 1_000
/** Terminals of one turn over ACP whose output is followed. */
export const ACP_TERMINALS = 200
/** The end of what an agent over ACP said between its turns that the next one tells. */
export const ACP_UNPROMPTED_WORDS = 500
/** Steps of an agent over ACP between its turns that are told apart. */
export const ACP_UNPROMPTED_STEPS = 100
/** Commands of an agent over ACP whose words are known, so that one that goes on in the background has its name. */
export const ACP_COMMANDS = 500
/** Between two looks at the processes of commands that an agent left running: their end is seen within this. */
export const ACP_TASK_LOOK_MS = 1_000
/** Prompts that may wait to be taken into a running turn over ACP; the engine gives fewer. */
export const ACP_STEERS = 16
/** After its turn's answer, an agent's word on a prompt that was to steer is waited for this long: it comes at once. */
export const ACP_STEER_ANSWER_MS = 2_000
/** Ids of earlier turns' calls that are known, so that what comes late is not taken for the next turn's. */
export const ACP_OLD_IDS = 2_000
/** Turns of this life whose end is remembered for a prompt that is sent twice. */
export const ACP_ENDS_KEPT = 100
/** Drafts kept of a conversation that is replayed; the oldest turns go first. */
export const ACP_RECORD_DRAFTS = 50_000
/** Text kept of a conversation that is replayed; the oldest turns go first. */
export const ACP_RECORD_TEXT = 16 * 1024 * 1024
/** Pages of a list of sessions that are read. */
export const ACP_LIST_PAGES = 20
/** Work that one diff may take, in changed lines; a larger change is shown as all lines out, all lines in. */
export const DIFF_EDITS = 2_000

/** Longest path that an agent over ACP may name to us: Linux takes 4,096 bytes. */
export const CLIENT_PATH_LENGTH = 4_096
/** Largest text file that is read or written for an agent over ACP; source files are far smaller. */
export const CLIENT_FILE_BYTES = 4 * 1024 * 1024
/** What was allowed in one turn and not done yet; agents do it at once. */
export const CLIENT_PERMITS = 64
/** Terminals of one agent session that are not released; the list of background commands holds as many. */
export const CLIENT_TERMINALS = 16
/** The end of a terminal's output that is kept, in bytes; an agent may ask for less. */
export const CLIENT_TERMINAL_BYTES = 1024 * 1024
/** Released terminals whose last output is kept for the tool calls that show it. */
export const CLIENT_RELEASED_TERMINALS = 32
/** After a command of a terminal has ended, its output's own end is waited for this long: a child may hold it open. */
export const CLIENT_DRAIN_MS = 300
/** Longest command line of a terminal: what a person can be asked about. */
export const CLIENT_COMMAND_LENGTH = 32 * 1024
/** Variables that an agent may set for a terminal; each is shown with the command. */
export const CLIENT_VARIABLES = 32
/** Fields of one form of an agent. */
export const FORM_FIELDS = 32
/** Choices of one field of a form. */
export const FORM_CHOICES = 64
/** Longest text of a form that is shown: its message, a field's words, a choice's words. */
export const FORM_TEXT_LENGTH = 4_000
/** Times that a form is asked until its answers fit; then it is declined. */
export const FORM_ROUNDS = 3
/** Time that an agent's own pattern may take for one answer; a hostile one takes for ever. */
export const FORM_PATTERN_MS = 50
/** Longest pattern of an agent that is applied. */
export const FORM_PATTERN_LENGTH = 500
/** A slash command's own call answers when its turn has ended, which nobody waits for; it is given up after this. */
export const COMMAND_CALL_MS = 5 * 60_000
/** An agent's own word on whether it is at work must come within this: it waits for no model. */
export const STATUS_MS = 5_000
/** A turn that is to end by all means gets this long to obey a last stop, before its process is ended. */
export const KILL_OBEY_MS = 3_000
/** Pause between two looks at what became of a steering prompt when its turn is over. */
export const LINGER_MS = 200
/** Looks at such a prompt, before it counts as unknown: a prompt is stored within this or was lost. */
export const LINGER_LIMIT = 25
/** A prompt that was stored this long after an answer's end is still of that answer's run. */
export const SAME_RUN_MS = 100
/** What an agent offers is read this long after it last said that something changed: it says so in bursts. */
export const LISTS_PAUSE_MS = 1_000
/** Of a page's address above what is quoted from it: what names the page, not what else an address can carry. */
export const PAGE_ADDRESS_LENGTH = 300
