const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

/** Words of the Storage screen and of what keeps the warehouse safe: copies, folders, other tabs. */
export const storageWords = {
  device: {
    title: 'On this device',
    stored: 'Published tables',
    kept: 'With what can be put back',
    files: (count: string, one: boolean) => `in ${count} ${one ? 'file' : 'files'}`,
    usage: 'Used by this site',
    of: (quota: string) => `of ${quota} that the browser allows`,
    unknown: 'The browser does not tell',
    keeping: 'Promise to keep it',
    persisted: 'Given: the browser deletes nothing by itself.',
    notPersisted: 'Not given: the browser may delete it when the disk is nearly full.',
    cannotTell: 'This browser makes none.',
    persist: 'Ask the browser to keep it',
    refused: 'The browser did not promise. It decides by how often you come here; ask again later.',
    lastBackup: 'Last backup',
    never: 'Never',
    overdue: 'Save a backup: this browser holds the only copy of what you published since.',
    title2: 'What the browser may do with it',
    may: [
      'Everything is stored by this browser, for this address, on this device. Another browser, a private window or another device does not see it.',
      '“Clear browsing data” deletes it, with or without the promise above.',
      'Without the promise it may go when the disk is nearly full; Safari deletes it after seven days without a visit.',
      'So keep your raw exports, and a backup outside of the browser.',
    ],
    session:
      'This browser keeps nothing for this page, as in a private window. Export what you need before closing the tab.',
  },

  verify: {
    title: 'Check',
    action: 'Check every file',
    hint: 'Reads every file of the publication and compares it with its SHA-256. What is shown is compared each time it is read, too.',
    running: (share: string) => `Checking… ${share}`,
    whole: (files: string) => `All ${files} files are as they were published.`,
    broken: 'Some files are missing or changed. The page says above what is shown instead.',
  },

  backup: {
    title: 'Backup',
    intro:
      'The whole warehouse as one zip: every table, what can be put back, held runs, settings and decisions. Unpacked, it is a folder that the command line opens.',
    action: 'Save a backup',
    saving: (share: string) => `Saving a backup… ${share}`,
    saved: (name: string, size: string) => `Saved ${name}, ${size}.`,
    name: (day: string) => `homegrown-${day}.zip`,
    nothing: 'There is nothing to save yet.',
    restoreZip: 'Restore from a zip',
    restoreFolder: 'Restore from a folder',
    restoreHint: 'Or drop the zip or folder anywhere on the page.',
    noBackup: 'That is no backup: there is no manifest in it.',
  },

  restore: {
    title: 'Restore this warehouse?',
    found: 'In the backup',
    here: 'Here now',
    nothing: 'nothing',
    unread: 'Its manifest cannot be read here. It is checked before anything is replaced.',
    facts: (events: string, range: string, when: string) =>
      `${events} events${range ? `, ${range}` : ''}, published ${when}`,
    replaces:
      'Every file is checked first. Then what is published here is replaced; under Storage you can put it back. The settings of the checks become those of the backup; runs that are held here wait on.',
    fresh: 'Every file is checked before it is used.',
    action: 'Restore',
    running: 'Checking and copying…',
    done: 'Restored: the screens show the warehouse of the backup.',
  },

  undo: {
    title: 'Publications',
    list: 'List of publications',
    intro:
      'The last five can be put back. That is a new publication: nothing is lost, and it can itself be taken back.',
    none: 'Nothing to put back yet: it takes a second publication.',
    when: 'Published',
    verdict: 'Verdict',
    events: 'Events',
    days: 'Days',
    action: 'Put back',
    actionOf: (when: string) => `Put back the publication of ${when}`,
    inForce: 'in force',
    noDays: 'no days',
    confirm: 'Put this publication back?',
    explain: 'The tables go back to what they were then. Held runs, settings and the journal stay.',
    back: 'Put back',
    now: 'Now',
    then: 'Then',
    done: (when: string) => `The publication of ${when} is in force again.`,
  },

  folders: {
    title: 'Folders',
    unsupported:
      'This browser lets no page use a folder. Chrome and Edge on a computer do; here, save a backup now and then, and drop new exports.',
    choose: 'Choose a folder',
    other: 'Choose another folder',
    forget: 'Stop',
    allow: 'Allow again',
  },

  mirror: {
    title: 'Mirror',
    intro:
      'After each publication the warehouse is copied into a folder of yours: a backup that is always fresh, and a warehouse that the command line reads.',
    off: 'Off',
    waiting: 'Copies after the next publication',
    copying: (share: string) => `Copying… ${share}`,
    fresh: (folder: string, when: string) => `${folder} is up to date, copied ${when}`,
    lapsed: (folder: string) =>
      `The browser no longer lets this page write to ${folder}. What was copied is unharmed; allow it again to go on.`,
    gone: (folder: string) => `${folder} is no longer there. Choose where the copies go.`,
    failed: (folder: string, message: string) =>
      `Not copied to ${folder}: ${message}. The copy made before is whole.`,
    again: 'Copy now',
    taken: 'This folder holds a warehouse already',
    takenText: (folder: string) =>
      `${folder} holds a warehouse. As a mirror it becomes a copy of the one in this browser, and what only it holds is deleted.`,
    replace: 'Replace it',
  },

  inbox: {
    title: 'Inbox',
    intro:
      'New exports in a folder of yours are imported while this page is open: by themselves when their columns are known, else after you have looked.',
    off: 'Off',
    watching: (folder: string) => `Watching ${folder}`,
    looked: (when: string) => `looked ${when}`,
    picked: (files: string, when: string) => `Picked up ${files}, ${when}`,
    lapsed: (folder: string) =>
      `The browser no longer lets this page read ${folder}. Allow it again to go on watching.`,
    gone: (folder: string) => `${folder} is no longer there. Choose another folder.`,
    failed: (folder: string, message: string) => `${folder} could not be read: ${message}`,
    fresh: (count: number) => `${count} new ${plural(count, 'file')} in the inbox`,
    freshText: 'Their columns are not known yet.',
    look: 'Look at them',
    leave: 'Leave out',
    first: (name: string, more: number) => (more > 0 ? `${name} and ${more} more` : name),
  },

  tabs: {
    changed: 'Another tab changed the warehouse. The numbers here are up to date.',
    again: 'Import again',
    lostTitle: 'Another tab published first',
    busyTitle: 'Another tab was writing',
    lostText:
      'What the other tab published is whole, and this page shows it. Nothing of your import was written.',
    lostNext: 'Import the files again: they then join what is published now.',
  },

  damage: {
    title: 'Part of what is stored on this device is damaged',
    missing: 'missing',
    changed: 'changed',
    part: (table: string, day: string, reason: string) =>
      `${table}${day ? `, ${day}` : ''}: ${reason}`,
    more: (count: number) => `and ${count} more`,
    shown: (when: string) => `Shown instead is the publication ${when}, which is whole.`,
    shownOlder: 'Shown instead is the newest earlier publication that is whole.',
    shownSame: 'Nothing damaged is shown: what is whole stays on the screens.',
    none: 'No earlier publication is whole, so nothing of it is shown.',
    next: 'Restore a backup, or drop the raw exports of those days again.',
    open: 'Open storage',
  },

  readOnly: {
    title: 'A newer version wrote this warehouse',
    next: 'It can be read and exported here, but not changed. Reload the page to get the newer version.',
    reload: 'Reload',
  },
} as const;
