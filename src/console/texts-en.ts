import type { Texts } from './texts-de.ts'

/** The English words of the console. */
export const EN: Texts = {
  language: 'English',
  skip: 'Skip to the content',
  pages: 'Pages',
  more: 'Language and documentation',
  docs: 'API documentation',
  guides: 'Guides',
  console: 'Console',
  workspace: 'Workspace',
  live: 'live',
  notLive: 'as loaded',
  signOut: 'Sign out',
  twin: 'Control API call',
  copy: 'Copy',
  copied: 'Copied',
  newer: 'Newer',
  older: 'Older',
  back: 'Back',
  next: 'Next',
  of: 'of',
  done: 'Done',
  refused: 'Refused',
  show: 'Show',
  remove: 'Remove',
  nav: {
    overview: 'Overview',
    requests: 'Requests',
    flow: 'Sequence',
    clock: 'Clock',
    webhooks: 'Webhooks',
    inbox: 'Inbox',
    faults: 'Faults',
    switches: 'Switches',
    workspaces: 'Workspaces',
    things: 'State',
    controls: 'Controls'
  },
  overview: {
    intro:
      'A sandbox with a memory for the APIs of German lending platforms and banks. A client changes its base URL and nothing else.',
    apis: 'APIs',
    baseUrl: 'Address',
    operations: 'Operations',
    credentials: 'Credentials',
    about: 'About',
    keys: 'Keys and certificates',
    keysAbout:
      'For the profiles that ask for signed requests and client certificates. The private key of the CA is public: trust it nowhere but in tests.',
    firstCall: 'The first call',
    workspaces:
      'A suffix on the client id, as in demo-client+ci-4711, opens a workspace of its own: its own cases, tokens and clock.',
    latest: 'Latest requests',
    all: 'All requests',
    remembered: 'What this workspace remembers'
  },
  requests: {
    none: 'No request yet. As soon as a client calls the sandbox, it is here.',
    noneFits: 'No request fits.',
    time: 'Time',
    status: 'Status',
    operation: 'Operation',
    client: 'Client',
    duration: 'Duration',
    effects: 'Effect',
    changes: 'changes',
    dropped: 'dropped',
    webhooks: 'webhooks',
    search: 'Search for an operation, address, client, correlation id, status or id',
    clear: 'Clear the journal',
    request: 'Request',
    response: 'Response',
    headers: 'Headers',
    body: 'Body',
    noBody: 'No body.',
    droppedTitle: 'Dropped by the tolerant reader',
    droppedAbout: 'The request was accepted; these places of it were not.',
    path: 'Place',
    value: 'Value',
    reason: 'Reason',
    changesTitle: 'Changes of state',
    noChanges: 'This request changed nothing.',
    webhooksTitle: 'Webhooks caused',
    gone: 'This request is not in the journal (any more).',
    flow: 'Sequence of this request',
    fault: 'Fault',
    change: { created: 'created', replaced: 'changed', removed: 'removed' }
  },
  things: {
    state: 'State',
    document: 'Document',
    flow: 'As a sequence diagram',
    gone: 'There is no such thing in this workspace (any more).',
    newest:
      'There are very many: the newest 5,000 are searched. The exact number finds older ones.',
    buttons: 'What the real world would do',
    noButtons: 'Nothing happens here by itself: requests bring all the rest.'
  },
  clock: {
    now: 'Time in the workspace',
    mode: { running: 'running', frozen: 'frozen', scaled: 'running at speed' },
    jump: 'Jump',
    nextEvent: 'To the next event',
    hour: '+ 1 hour',
    day: '+ 1 day',
    quarter: '+ 90 days',
    by: 'By a duration',
    byLabel: 'Duration (ISO 8601)',
    freeze: 'Freeze',
    run: 'Let it run',
    events: 'What comes next',
    none: 'Nothing is scheduled.',
    due: 'Due',
    kind: 'Event',
    about: 'About'
  },
  webhooks: {
    registrations: 'Where notifications go',
    noRegistrations: 'No address is registered.',
    tenant: 'Tenant',
    everyone: 'all',
    url: 'Address',
    events: 'Events',
    allEvents: 'all',
    change: 'Change',
    nothing: 'wants nothing',
    register: 'Register an address',
    registerLabel: 'Address or path, as /_sandkasten/inbox/demo',
    tenantLabel: 'Tenant (empty: all)',
    deliveries: 'Deliveries',
    none: 'No notification yet.',
    state: { pending: 'pending', delivered: 'delivered', discarded: 'discarded' },
    attempts: 'Attempts',
    notification: 'Notification',
    redeliver: 'Deliver again',
    noAttempt: 'no attempt yet'
  },
  inbox: {
    about:
      'A receiver that is built in: what is sent to /_sandkasten/inbox/{name} is here. As a webhook address the path is enough.',
    none: 'No inbox yet. Register /_sandkasten/inbox/demo as a webhook.',
    empty: 'This inbox is empty.',
    messages: 'messages',
    clear: 'Clear'
  },
  faults: {
    about:
      'Rules by which requests fail: by operation, path, client or provider, with a status, a delay or a cut connection.',
    none: 'No rule. Everything answers as it should.',
    add: 'Add a rule',
    times: 'How often',
    rule: 'Rule as JSON',
    clear: 'Remove all rules',
    once: 'For a single request a header is enough:'
  },
  switches: {
    about:
      'Every decision on which people may differ is a switch of this workspace. Changed ones come first.',
    name: 'Switch',
    value: 'Value',
    usual: 'default',
    set: 'Set',
    reset: 'To the default',
    search: 'Search switches',
    changed: 'changed',
    none: 'No switch fits.'
  },
  workspaces: {
    about:
      'Each workspace is a world of its own: cases, accesses, tokens, clock and journal. A suffix on the client id chooses it.',
    name: 'Name',
    requests: 'Requests',
    used: 'Last used',
    open: 'Open',
    here: 'here',
    create: 'Create',
    createLabel: 'Name: a–z, 0–9 and -',
    reset: 'Reset',
    drop: 'Drop'
  },
  flow: {
    about:
      'Who talked to whom and when: drawn from the journal, for a correlation id, a client, a case or an access.',
    search: 'Correlation id, client or id',
    none: 'No request fits. Without a search the page shows the latest requests.',
    diagram: 'Sequence diagram',
    list: 'The same as a list',
    latest: 'The latest {n} steps.',
    clients: 'Clients',
    client: 'Client',
    sandbox: 'Sandkasten',
    bank: 'Bank',
    phone: 'Phone',
    webhook: 'Webhook',
    to: 'to'
  },
  signIn: {
    title: 'Sign in',
    about:
      'This server can be reached from outside. The console controls it and therefore needs the control token (--control-token).',
    token: 'Control token',
    submit: 'Sign in',
    wrong: 'That is not the control token.'
  },
  errors: {
    title: 'That does not work',
    noWorkspace: 'There is no such workspace.',
    noPage: 'There is no such page.',
    foreign: 'This form does not come from this page. Please reload and push once more.'
  }
}
