import type { judge as english } from "../en/judge.ts";
import { format } from "../format.ts";

const masks = (n: number): string => `${format.number(n)} ${n === 1 ? "Maske" : "Masken"}`;
const checks = (n: number): string => `${format.number(n)} ${n === 1 ? "Stichprobe" : "Stichproben"}`;
const spotChecks = (n: number): string => `${format.number(n)} ${n === 1 ? "Nachkontrolle" : "Nachkontrollen"}`;
const labels = (n: number): string => `${format.number(n)} ${n === 1 ? "Urteil" : "Urteile"}`;
const kind = (missing: "good" | "bad"): string => (missing === "bad" ? "schlechte" : "gute");

/** Texts of the Judge screen. */
export const judge: typeof english = {
  group: "Gutachter",
  version: (version) => `v${version}`,
  readOnly: "Das Projekt ist nur zum Ansehen geöffnet: Es kann nichts trainiert oder geändert werden.",
  unknown: "Der Gutachter kann nicht gezeigt werden",
  versionInUse: (version) => `Gutachter v${version}, in Gebrauch`,
  busy: "Warten Sie, bis die laufende Arbeit beendet ist.",

  statement: (n, of) => `${format.number(n)} von ${masks(of)} können ohne Sie angenommen werden.`,
  next: {
    release: "Als Nächstes: den Datensatz schreiben.",
    goToRelease: "Zur Freigabe",
    goToData: "Zu den Daten",
    noMasks: "Es gibt noch keine Masken",
    noMasksText:
      "Fügen Sie unter „Daten“ einen Ordner mit Bildern und Masken hinzu. Der Gutachter lernt aus Ihren Urteilen darüber.",
    firstLabels: (n) => `Beurteilen Sie ${format.number(n)} Masken, gute und schlechte, für den ersten Gutachter`,
    firstLabelsDone: (n) => `${format.number(n)} erledigt.`,
    firstLabelsText:
      "Der Gutachter ist ein Netz, das aus Ihren Urteilen lernt, was eine gute Maske ist. Beurteilen Sie einige gute und einige schlechte; er beurteilt die übrigen und zeigt Ihnen, wo er unsicher ist.",
    firstOpinion: "Zuerst sortieren",
    sorted: "Die Masken sind nach einer ersten Meinung sortiert.",
    sortedText:
      "Die Masken sind nach einer ersten Meinung sortiert, die sich der Gutachter allein aus den Masken gebildet hat. Er nimmt damit nichts an. Beurteilen Sie einige gute und einige schlechte: Von da an lernt er von Ihnen.",
    startReviewing: "Mit dem Prüfen beginnen",
    goOnReviewing: "Weiter prüfen",
    oneKind: (n, missing) =>
      n === 1
        ? `Das eine Urteil lautet „${missing === "bad" ? "gut" : "schlecht"}“`
        : `Fast alle ${labels(n)} lauten „${missing === "bad" ? "gut" : "schlecht"}“`,
    onlyOneKind: (n, missing) =>
      n === 1
        ? `Das eine Urteil lautet „${missing === "bad" ? "gut" : "schlecht"}“`
        : `Alle ${labels(n)} lauten „${missing === "bad" ? "gut" : "schlecht"}“`,
    oneKindText: (n, missing) =>
      `Der Gutachter braucht auch ${kind(missing)}: Markieren Sie mindestens ${format.number(n)} weitere.`,
    trainFirst: "Trainieren Sie den ersten Gutachter",
    trainFirstText: (n, good, bad) =>
      `${labels(n)} reichen: ${format.number(good)} gut, ${format.number(bad)} schlecht. Das Training dauert einige Minuten und kann angehalten und fortgesetzt werden.`,
    resumeTitle: "Das Training wurde unterbrochen",
    resumeText: "Es geht dort weiter, wo es aufgehört hat. Oder beginnen Sie neu, mit allen Urteilen seither.",
    trainingFirst: (version) => `Gutachter v${version} wird trainiert`,
    trainingFirstText: "Sie können inzwischen weiter prüfen. Urteile von jetzt an gelten für die nächste Version.",
    apply: (version) => `Lassen Sie v${version} die Masken beurteilen`,
    applyText: (version) => `Gutachter v${version} ist trainiert und hat die Masken noch nicht beurteilt.`,
    applyButton: (version) => `Mit v${version} beurteilen`,
    applying: (version) => `Gutachter v${version} sieht die Masken an`,
    applyingText:
      "Jede Maske bekommt eine Wahrscheinlichkeit, gut zu sein. Ohne Sie wird nichts angenommen, bis die Grenze belegt ist.",
    prove: (n) => `Beurteilen Sie noch ${format.number(n)}, um die Grenze zu belegen`,
    proveNone: (nListed, n, bound) =>
      `Bei ${masks(nListed)} ist der Gutachter am sichersten: Diese würde er zuerst annehmen. Um „höchstens ${bound} schlecht“ zusagen zu können, müssen ${checks(n)}, ausgelost, beurteilt werden. Bis dahin wird ohne Sie nichts angenommen.`,
    proveShort:
      "Die Liste ist kurz: Ein mit mehr Urteilen trainierter Gutachter nimmt vielleicht mehr an, mit kaum mehr Stichproben.",
    proveSome: (done, needed, bound) =>
      `Der Gutachter hat bei ${checks(done)} keinen Fehler gemacht. Das reicht noch nicht für „höchstens ${bound} schlecht“: Ohne Fehler sind ${format.number(needed)} nötig. Bis dahin wird ohne Sie nichts angenommen.`,
    proveBad: (done, bad, needed) =>
      `${format.number(bad)} von ${checks(done)} ${bad === 1 ? "war" : "waren"} schlecht. Die Grenze kann noch belegt werden, mit insgesamt ${format.number(needed)}. Bis dahin wird ohne Sie nichts angenommen.`,
    proveButton: (n) => `${format.number(n)} weitere beurteilen`,
    proveMixed:
      "Stichproben kommen gemischt mit Masken, aus denen der Gutachter lernt, damit sie wie jede andere angesehen werden.",
    atYourPace: (time) => `${time} in Ihrem Tempo`,
    outOfReach: (limit) => `Mit diesen Urteilen bleibt kein Anteil der Masken unter ${limit}`,
    outOfReachText:
      "Wählen Sie eine höhere Grenze, lassen Sie den Gutachter nur sortieren, oder urteilen Sie mehr und trainieren Sie eine neue Version.",
    contradicted: "Die Stichproben sagen: Zu viele sind schlecht",
    contradictedText: (bad, done, bound) =>
      `${format.number(bad)} von ${checks(done)} waren schlecht, mehr als „höchstens ${bound} schlecht“ erlaubt. Ohne Sie wird nichts angenommen. Wählen Sie eine höhere Grenze, oder urteilen Sie mehr und trainieren Sie eine neue Version. Sobald eine andere im Einsatz ist, lehren auch diese Stichproben.`,
    alarmed: "Die Nachkontrollen sagen: Zu viele sind schlecht",
    alarmedText: (bad, done, bound) =>
      `${format.number(bad)} von ${spotChecks(done)} ${bad === 1 ? "war" : "waren"} schlecht, das spricht gegen „höchstens ${bound} schlecht“. Ohne Sie wird nichts mehr angenommen. Trainieren Sie eine neue Version und belegen Sie deren Liste, oder wählen Sie eine höhere Grenze.`,
    labelMore: "Prüfen, was am meisten lehrt",
  },

  watch: {
    promised: "Zugesagt",
    atMost: (percent) => `höchstens ${percent} schlecht`,
    observed: "Seitdem beobachtet",
    seen: (bad, n) => (n === 0 ? "noch keine Nachkontrolle" : `${format.number(bad)} von ${spotChecks(n)} schlecht`),
    button: (n) => `${spotChecks(n)} beurteilen`,
    hint: "Sie kommen auch gemischt in der Reihe, jede fünfte Maske, wie alle anderen.",
    title: "Nachkontrollen",
    waitForOthers: "Der Rest wartet auf jemand anderen: Sie haben gesehen, was der Gutachter von diesen Masken hält.",
  },

  growth: {
    button: (n) => `${format.number(n)} weitere ${n === 1 ? "Stichprobe" : "Stichproben"} beurteilen`,
    hint: "Ausgelost aus der längeren Liste. Sind zu viele schlecht, bleibt die Liste, wie sie ist.",
  },

  steps: {
    title: "So geht es",
    done: "erledigt",
    now: "jetzt",
    later: "später",
    label: "Einige beurteilen",
    labelText: (n) => `Mindestens ${format.number(n)}, gute und schlechte. Jede dauert wenige Sekunden.`,
    train: "Den Gutachter trainieren",
    trainText: "Auf diesem Computer. Er lernt, was Sie gut nennen.",
    prove: "Die Grenze belegen",
    proveText: "Sie beurteilen Stichproben. Sie sagen, wie oft der Gutachter irrt.",
    release: "Freigeben",
    releaseText: "Hinein kommt, was belegt ist, und was Sie selbst angenommen haben.",
  },

  limit: {
    title: "Höchstens dieser Anteil schlechter Masken",
    slider: "Größter Anteil schlechter Masken unter den angenommenen",
    value: (percent) => `höchstens ${percent} schlecht`,
    accept: (n) => `${format.number(n)} annehmen`,
    acceptFirst: (n) => `${format.number(n)} zunächst annehmen`,
    reject: (n) => `${format.number(n)} ablehnen`,
    toYou: (n) => `${format.number(n)} an Sie`,
    use: "Diese Grenze verwenden",
    inUse: "Diese Grenze gilt.",
    proven: "Belegt durch die beurteilten Stichproben.",
    withdrawn: "Ihr Beleg gilt nicht mehr: Nachkontrollen sprechen dagegen.",
    needsChecks: (n) => `Zu belegen mit noch ${checks(n)}.`,
    newChecks: (n) => `Würde ${checks(n)} für sich brauchen.`,
    outOfReach: "Mit diesen Urteilen bleibt kein Anteil der Masken unter dieser Grenze.",
    announced: (percent) => `Die Grenze ist jetzt ${percent}. Die Änderung ist festgehalten.`,
    orPromise: "Oder weniger zusagen",
    lower: "Grenze senken",
    higher: "Grenze erhöhen",
  },
  sortOnly: {
    title: "Oder sortieren, nicht entscheiden",
    text: "Nutzen Sie den Gutachter nur für die Reihenfolge. Sie entscheiden jede Maske, die zweifelhaften zuerst.",
    button: "Nur sortieren",
  },
  why: {
    title: "Warum Stichproben?",
    text: "Fälle, die man wählt, weil sie schwer sind, sagen nichts über die gewöhnlichen. Ein ehrliches Los schon.",
    button: "Wie die Grenze entsteht",
    dialogTitle: "Wie die Grenze entsteht",
    dialog: [
      "Der Gutachter gibt jeder offenen Maske eine Wahrscheinlichkeit, gut zu sein. Die sichersten sind seine Liste: was er ohne Sie annehmen würde. Wo sie endet, wird aus den Urteilen gewählt, aus denen er gelernt hat, bevor eine Stichprobe gezogen ist.",
      "Aus dieser Liste werden Masken ausgelost, mit einem festgehaltenen Startwert. Sie beurteilen sie, ohne zu sehen, was der Gutachter meint. Mit ihnen wird die Version, die sie belegen, nie trainiert.",
      "Wie viele gut sein müssen, steht vorher fest: bei einer Grenze von 5 von 100 und einer langen Liste 67 Stichproben ohne eine schlechte, oder 104 mit einer. Gezählt wird nur bei diesen geplanten Zahlen, denn wer nach jeder Stichprobe nachsieht, hält Glück für einen Beleg.",
      "Sind mehr schlecht als geplant, ist die Grenze nicht belegt, und ohne Sie wird nichts angenommen. Eine aufgeschobene Maske zählt als schlecht, bis Sie sie entscheiden.",
      "Die erste Liste enthält, wobei der Gutachter am sichersten ist. Ist sie belegt, kann sie jeweils um etwa ein Siebtel wachsen: Dafür müssen einige weitere Stichproben gut sein, ausgelost aus der längeren Liste. Ist eine schlecht, können weitere sie noch belegen; sind zu viele schlecht, bleibt die Liste so lang, wie sie war.",
      "Ist sie belegt und wächst nicht mehr, kommen einige der angenommenen Masken wieder, versteckt unter den anderen: Nachkontrollen, weiter nach demselben Los gezogen. Gezählt wird nach je 20. Sind mehr schlecht, als der Zufall erklärt, gilt der Beleg nicht mehr, und ohne Sie wird nichts angenommen, bis eine neue Version belegt ist.",
      "Der Beleg gilt für Masken wie die in diesem Projekt. Er sagt nichts über Bilder von anderswo und ist keine Aussage über Patienten.",
    ],
  },

  checks: {
    title: "Stichproben",
    of: (n, of) => ({ n: format.number(n), of: `von ${format.number(of)}` }),
    label: (good, bad, open) =>
      `${format.number(good)} gut, ${format.number(bad)} schlecht, ${format.number(open)} noch zu beurteilen`,
    ifBad: (n) => `Ist eine der nächsten schlecht, sind stattdessen ${checks(n)} nötig.`,
    ifBadLast: "Ist noch eine schlecht, kann die Grenze mit dieser Liste nicht belegt werden.",
    labels: "Urteile",
    labelsLabel: (good, bad, open) =>
      `${format.number(good)} lauten gut, ${format.number(bad)} lauten schlecht, ${format.number(open)} fehlen`,
    legend: (good, bad) => `${format.number(good)} gut, ${format.number(bad)} schlecht`,
  },

  risk: {
    title: "Wie viele Masken, mit welchem Risiko",
    aside: (n) => `${checks(n)}, keine im Training`,
    x: "Anteil der offenen Fälle, deren beste Maske der Gutachter annimmt",
    limit: (percent) => `Ihre Grenze: ${percent}`,
    worst: (percent) => `Schlimmster Fall (${percent} sicher)`,
    measured: "Gemessen",
    accepted: (share) => `${share} der offenen Fälle ohne Sie angenommen`,
    at: (worst, measured) => `schlimmster Fall ${worst}, gemessen ${measured}`,
    none: "Die Kurve entsteht aus Stichproben. Noch keine ist beurteilt.",
    description: (worst, measured, limit, n) =>
      `Anteil schlechter Masken gegen den angenommenen Anteil, über ${checks(n)}. Am Ende der Liste ist der schlimmste Fall ${worst}, gemessen ${measured}; Ihre Grenze ist ${limit}.`,
    columns: ["Angenommen", "Gemessen", "Schlimmster Fall"],
  },
  reliability: {
    title: "Weiß er, wann er recht hat?",
    y: "Wirklich gut, %",
    x: "Gutachter sagt „gut“, %",
    none: "Zu sehen, sobald eine Version trainiert ist.",
    description: (n, worst) =>
      `Was der Gutachter sagt, gegen das, was wahr ist, an ${labels(n)}, die er nicht gesehen hatte. Der größte Unterschied ist ${worst}. Punkte auf der Diagonale heißen, dass man seinen Wahrscheinlichkeiten glauben kann.`,
    columns: ["Gutachter sagt", "Wirklich gut", "95-%-Intervall", "Masken"],
  },
  training: {
    title: "Training",
    titleRunning: (version) => `Gutachter v${version} wird trainiert`,
    titleOf: (version) => `Training von v${version}`,
    titleLoss: "Verlust je Runde",
    progress: (done, total) => `Runde ${format.number(done)} von ${format.number(total)}`,
    preparing: "Liest die beurteilten Masken.",
    loss: (left) => (left === "" ? "Verlust." : `Verlust, noch ${left}.`),
    left: (time) => `noch ${time}`,
    network: (n, of, isChecked) => {
      const which = `Netz ${format.number(n)} von ${format.number(of)}`;
      if (!isChecked) return `${which}. Jedes beurteilt nur Patienten, an denen es nicht gelernt hat.`;
      return n < of ? `${which}, zur Probe an Masken, die es nicht kennt.` : `${which}, das bleibt.`;
    },
    x: (n) => `Runden von ${format.number(n)}`,
    taught: (loss) => `gelernt ${loss}`,
    heldOut: (loss) => `zurückgehalten ${loss}`,
    description: (round, rounds, loss) =>
      `Verlust des Trainings je Runde: ${loss} nach Runde ${format.number(round)} von ${format.number(rounds)}. Weniger ist besser.`,
    columns: ["Netz", "Runde", "Verlust", "Zurückgehalten"],
    none: "Hier erscheinen die Kurven, während eine Version trainiert wird.",
    newLabels: (n) => `${labels(n)} seit der letzten Version.`,
    noNewLabels: "Keine neuen Urteile seit der letzten Version.",
    notEnough: "Zu wenige Urteile zum Trainieren. Beurteilen Sie zuerst gute und schlechte Masken.",
    train: "Neue Version trainieren",
    trainFirst: "Trainieren",
    resume: "Training fortsetzen",
    anew: "Neu beginnen",
    stop: "Anhalten",
    stopped: "Das Training ist beendet.",
    failed: "Das Training ist gescheitert.",
    done: (version) => `Gutachter v${version} ist trainiert.`,
  },
  judging: {
    progress: (done, total) => `${format.number(done)} von ${masks(total)}`,
    failed: "Das Beurteilen ist gescheitert.",
    label: "Fortschritt des Beurteilens",
  },

  offer: {
    better: (newest, inUse, n) =>
      `v${newest} nimmt bei gleicher Grenze ${masks(n)} mehr an als v${inUse}. v${newest} verwenden?`,
    noBetter: (newest, inUse) => `v${newest} ist nicht besser als v${inUse}. v${inUse} bleibt in Gebrauch.`,
    untried: (newest) =>
      `v${newest} ist trainiert und hat die Masken noch nicht beurteilt. Zum Vergleich beurteilen lassen?`,
    compare: "Fall für Fall vergleichen",
    tryIt: (version) => `v${version} beurteilen lassen`,
    proofAnew: (n) => `Ihre Grenze muss neu belegt werden, mit ${checks(n)}.`,
    notNow: "Jetzt nicht",
  },

  versions: {
    title: "Versionen",
    compare: "Fall für Fall vergleichen",
    compareHint: "Dazu müssen zwei Versionen die Masken beurteilt haben.",
    version: "Version",
    labels: "Urteile",
    auc: "ROC AUC",
    brier: "Brier-Wert",
    accepted: "Allein angenommen",
    bad: "Schlecht darunter",
    trained: "Trainiert",
    action: "Aktion",
    inUse: "in Gebrauch",
    none: "keine",
    noneYet: "noch keine",
    notJudged: "nicht beurteilt",
    notChecked: "keine Stichproben",
    outOf: (bad, n) => `${format.number(bad)} von ${format.number(n)}`,
    badProven: (share, bound) => `${share} (${bound})`,
    use: (version) => `v${version} verwenden`,
    used: (version) => `Gutachter v${version} ist in Gebrauch.`,
    useHint: "Nimmt sie in Gebrauch. Ihr eigener Beleg, wenn sie einen hat, gilt wieder.",
    aucHint: "Wie gut sie gute von schlechten Masken trennt, die sie nicht kannte: 1 immer, 0,5 durch Zufall.",
    brierHint:
      "Mittlerer quadratischer Fehler ihrer Wahrscheinlichkeiten, an Masken, die sie nicht kannte: 0 ist am besten.",
    acceptedHint:
      "Anteil der offenen Fälle, deren beste Maske sie ohne Sie annimmt, sobald die Grenze belegt ist. Ein Fall zählt einmal je Klasse.",
    badHint: "Schlechte unter ihren Stichproben, und der größte Anteil, den diese zulassen.",
  },

  nextLabels: {
    title: (n) => `Die nächsten ${format.number(n)}`,
    kinds: (informative, random, isProven) => {
      const byLot = `${format.number(random)} ausgelost, um die Grenze zu ${isProven ? "überwachen" : "belegen"}.`;
      if (random === 0) return `${format.number(informative)}, aus denen der Gutachter am meisten lernt.`;
      return informative === 0
        ? byLot
        : `${format.number(informative)}, aus denen der Gutachter am meisten lernt, ${byLot} Sie kommen gemischt.`;
    },
    button: (n) => `Diese ${format.number(n)} beurteilen`,
    none: (nOpen) =>
      nOpen === 0
        ? "Nichts mehr zu beurteilen: Jede Maske ist entschieden."
        : `Nichts mehr, woraus der Gutachter lernt: ${masks(nOpen)} ${nOpen === 1 ? "ist" : "sind"} noch offen, von Fällen, die schon eine angenommene haben.`,
  },

  compare: {
    title: (a, b) => `v${a} und v${b}, Fall für Fall`,
    back: "Zurück zum Gutachter",
    a: "Version",
    b: "Verglichen mit",
    summary: (a, b, more, fewer, both) =>
      `v${b} nimmt ${masks(more)} an, die v${a} Ihnen überlässt, und überlässt Ihnen ${format.number(fewer)}, die v${a} annimmt. Beide haben ${masks(both)} beurteilt.`,
    largest: "Größte Unterschiede zuerst.",
    hidden: (n) =>
      n === 1
        ? "1 Maske, die nur einer von beiden annimmt, ist noch zu prüfen; ihre Werte bleiben verborgen, bis Sie entscheiden."
        : `${format.number(n)} Masken, die nur einer von beiden annimmt, sind noch zu prüfen; ihre Werte bleiben verborgen, bis Sie entscheiden.`,
    labelHidden: "Diese prüfen",
    same: "Wählen Sie zwei verschiedene Versionen.",
    none: "Noch ist keine Maske entschieden, die beide beurteilt haben.",
    mask: "Maske",
    says: (version) => `v${version} sagt gut`,
    onList: "nimmt an",
    offList: "überlässt es Ihnen",
    yourLabel: "Urteil",
    noLabel: "keines",
    open: (name) => `${name} genauer ansehen`,
    look: "Genauer ansehen",
    words: { accept: "angenommen", reject: "abgelehnt", later: "später" },
  },

  showTable: "Als Tabelle zeigen",
  showPlot: "Als Kurve zeigen",
};
