/** The German words of the console. */
export const DE = {
  language: 'Deutsch',
  skip: 'Zum Inhalt',
  pages: 'Seiten',
  more: 'Sprache und Dokumentation',
  docs: 'Schnittstellen',
  guides: 'Anleitungen',
  console: 'Konsole',
  workspace: 'Arbeitsbereich',
  live: 'live',
  notLive: 'Stand beim Laden',
  signOut: 'Abmelden',
  twin: 'Aufruf der Steuer-API',
  copy: 'Kopieren',
  copied: 'Kopiert',
  newer: 'Neuere',
  older: 'Ältere',
  back: 'Zurück',
  next: 'Weiter',
  of: 'von',
  done: 'Erledigt',
  refused: 'Abgelehnt',
  show: 'Anzeigen',
  remove: 'Entfernen',
  nav: {
    overview: 'Überblick',
    requests: 'Anfragen',
    flow: 'Ablauf',
    clock: 'Uhr',
    webhooks: 'Webhooks',
    inbox: 'Posteingang',
    faults: 'Störungen',
    switches: 'Schalter',
    workspaces: 'Arbeitsbereiche',
    things: 'Bestand',
    controls: 'Steuern'
  },
  overview: {
    intro:
      'Eine Sandbox mit Gedächtnis für die Schnittstellen deutscher Kreditplattformen und Banken. Im Client wird nur die Basis-URL getauscht.',
    apis: 'Schnittstellen',
    baseUrl: 'Adresse',
    operations: 'Operationen',
    credentials: 'Zugangsdaten',
    about: 'Beschreibung',
    keys: 'Schlüssel und Zertifikate',
    keysAbout:
      'Für die Profile, die signierte Anfragen und Client-Zertifikate verlangen. Der geheime Schlüssel der CA ist öffentlich: Ihr darf außerhalb von Tests niemand vertrauen.',
    firstCall: 'Der erste Aufruf',
    workspaces:
      'Ein Zusatz an der Client-Id, etwa demo-client+ci-4711, öffnet einen eigenen Arbeitsbereich: eigene Vorgänge, Tokens, eigene Uhr.',
    latest: 'Letzte Anfragen',
    all: 'Alle Anfragen',
    remembered: 'Was dieser Arbeitsbereich weiß'
  },
  requests: {
    none: 'Noch keine Anfrage. Sobald ein Client die Sandbox ruft, steht sie hier.',
    noneFits: 'Keine Anfrage passt.',
    time: 'Zeit',
    status: 'Status',
    operation: 'Operation',
    client: 'Client',
    duration: 'Dauer',
    effects: 'Wirkung',
    changes: 'Änderungen',
    dropped: 'verworfen',
    webhooks: 'Webhooks',
    search: 'Suchen nach Operation, Adresse, Client, Korrelations-Id, Status oder Id',
    clear: 'Journal leeren',
    request: 'Anfrage',
    response: 'Antwort',
    headers: 'Header',
    body: 'Inhalt',
    noBody: 'Ohne Inhalt.',
    droppedTitle: 'Vom toleranten Leser verworfen',
    droppedAbout: 'Die Anfrage wurde angenommen, diese Stellen wurden nicht übernommen.',
    path: 'Stelle',
    value: 'Wert',
    reason: 'Grund',
    changesTitle: 'Änderungen am Bestand',
    noChanges: 'Diese Anfrage hat nichts geändert.',
    webhooksTitle: 'Ausgelöste Webhooks',
    gone: 'Diese Anfrage steht nicht (mehr) im Journal.',
    flow: 'Ablauf dieser Anfrage',
    fault: 'Störung',
    change: { created: 'angelegt', replaced: 'geändert', removed: 'entfernt' }
  },
  things: {
    state: 'Stand',
    document: 'Dokument',
    flow: 'Ablauf als Diagramm',
    gone: 'Das gibt es in diesem Arbeitsbereich nicht (mehr).',
    newest:
      'Es sind sehr viele: Durchsucht werden die neuesten 5.000. Ältere findet die genaue Nummer.',
    buttons: 'Was in der echten Welt geschähe',
    noButtons: 'Hier geschieht nichts von selbst: Alles Weitere bringen Anfragen.'
  },
  clock: {
    now: 'Uhrzeit im Arbeitsbereich',
    mode: { running: 'läuft', frozen: 'steht', scaled: 'läuft im Tempo' },
    jump: 'Springen',
    nextEvent: 'Zum nächsten Ereignis',
    hour: '+ 1 Stunde',
    day: '+ 1 Tag',
    quarter: '+ 90 Tage',
    by: 'Um eine Dauer',
    byLabel: 'Dauer (ISO 8601)',
    freeze: 'Anhalten',
    run: 'Laufen lassen',
    events: 'Was als Nächstes geschieht',
    none: 'Nichts ist geplant.',
    due: 'Fällig',
    kind: 'Ereignis',
    about: 'Worum es geht'
  },
  webhooks: {
    registrations: 'Wohin Benachrichtigungen gehen',
    noRegistrations: 'Keine Adresse ist eingetragen.',
    tenant: 'Mandant',
    everyone: 'alle',
    url: 'Adresse',
    events: 'Ereignisse',
    allEvents: 'alle',
    change: 'Ändern',
    nothing: 'will nichts',
    register: 'Adresse eintragen',
    registerLabel: 'Adresse oder Pfad, etwa /_sandkasten/inbox/demo',
    tenantLabel: 'Mandant (leer: alle)',
    deliveries: 'Zustellungen',
    none: 'Noch keine Benachrichtigung.',
    state: { pending: 'unterwegs', delivered: 'zugestellt', discarded: 'verworfen' },
    attempts: 'Versuche',
    notification: 'Benachrichtigung',
    redeliver: 'Noch einmal zustellen',
    noAttempt: 'noch kein Versuch'
  },
  inbox: {
    about:
      'Ein eingebauter Empfänger: Was an /_sandkasten/inbox/{name} geschickt wird, steht hier. Als Webhook-Adresse genügt der Pfad.',
    none: 'Noch kein Eingang. Trage /_sandkasten/inbox/demo als Webhook ein.',
    empty: 'Dieser Eingang ist leer.',
    messages: 'Nachrichten',
    clear: 'Leeren'
  },
  faults: {
    about:
      'Regeln, nach denen Anfragen misslingen: nach Operation, Pfad, Client oder Anbieter, mit Status, Verzögerung oder Abbruch.',
    none: 'Keine Regel. Alles antwortet, wie es soll.',
    add: 'Regel anlegen',
    times: 'Wie oft',
    rule: 'Regel als JSON',
    clear: 'Alle Regeln entfernen',
    once: 'Für eine einzelne Anfrage genügt ein Header:'
  },
  switches: {
    about:
      'Jede strittige Entscheidung der Sandbox ist ein Schalter dieses Arbeitsbereichs. Geänderte stehen oben.',
    name: 'Schalter',
    value: 'Wert',
    usual: 'sonst',
    set: 'Setzen',
    reset: 'Auf Vorgabe',
    search: 'Schalter suchen',
    changed: 'geändert',
    none: 'Kein Schalter passt.'
  },
  workspaces: {
    about:
      'Jeder Arbeitsbereich ist eine Welt für sich: eigene Vorgänge, Zugänge, Tokens, Uhr und Journal. Ein Zusatz an der Client-Id wählt ihn.',
    name: 'Name',
    requests: 'Anfragen',
    used: 'Zuletzt benutzt',
    open: 'Öffnen',
    here: 'hier',
    create: 'Anlegen',
    createLabel: 'Name: a–z, 0–9 und -',
    reset: 'Zurücksetzen',
    drop: 'Verwerfen'
  },
  flow: {
    about:
      'Wer wann mit wem sprach: aus dem Journal gezeichnet, für eine Korrelations-Id, einen Client, einen Vorgang oder Zugang.',
    search: 'Korrelations-Id, Client oder Id',
    none: 'Keine Anfrage passt. Ohne Suche zeigt die Seite die letzten Anfragen.',
    diagram: 'Sequenzdiagramm',
    list: 'Dasselbe als Liste',
    latest: 'Die letzten {n} Schritte.',
    clients: 'Clients',
    client: 'Client',
    sandbox: 'Sandkasten',
    bank: 'Bank',
    phone: 'Telefon',
    webhook: 'Webhook',
    to: 'an'
  },
  signIn: {
    title: 'Anmelden',
    about:
      'Dieser Server ist von außen erreichbar. Die Konsole steuert ihn, deshalb verlangt sie das Steuer-Token (--control-token).',
    token: 'Steuer-Token',
    submit: 'Anmelden',
    wrong: 'Das ist nicht das Steuer-Token.'
  },
  errors: {
    title: 'Das geht nicht',
    noWorkspace: 'Diesen Arbeitsbereich gibt es nicht.',
    noPage: 'Diese Seite gibt es nicht.',
    foreign:
      'Dieses Formular stammt nicht von dieser Seite. Bitte neu laden und noch einmal drücken.'
  }
} as const

type Worded<T> = {
  readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]>
}

export type Texts = Worded<typeof DE>
