<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>GenMirror::ActivityModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
</context>
<context>
    <name>GenMirror::AdminList</name>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
</context>
<context>
    <name>GenMirror::Administration</name>
    <message>
        <source>All trees are backed up.</source>
        <translation>Alle Bäume sind gesichert.</translation>
    </message>
    <message>
        <source>The client is forgotten until it asks again.</source>
        <translation>Der Client ist vergessen, bis er wieder fragt.</translation>
    </message>
    <message>
        <source>The root set alone</source>
        <translation>Nur die Wurzelmenge</translation>
    </message>
    <message>
        <source>%1 is compacted.</source>
        <translation>%1 ist verdichtet.</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>%1 zurücksetzen</translation>
    </message>
    <message>
        <source>The tree &quot;%1&quot; gets a new collection: every mirror replaces its copy, and marks that in its history. Nobody can go back to generations before it on the server.</source>
        <translation>Der Baum „%1“ bekommt eine neue Kollektion: Jeder Spiegel ersetzt seine Kopie und vermerkt das in seiner Geschichte. Auf dem Server kann niemand zu Generationen davor zurück.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Drop all objects, so that the tree begins empty</source>
        <translation>Alle Objekte &amp;verwerfen, sodass der Baum leer beginnt</translation>
    </message>
    <message>
        <source>%1 is reset.</source>
        <translation>%1 ist zurückgesetzt.</translation>
    </message>
    <message>
        <source>Restore from %1</source>
        <translation>Aus %1 wiederherstellen</translation>
    </message>
    <message>
        <source>Which tree becomes what the backup holds?</source>
        <translation>Welcher Baum wird zu dem, was die Sicherung enthält?</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>%1 wiederherstellen</translation>
    </message>
    <message>
        <source>The tree &quot;%1&quot; becomes what the backup &quot;%2&quot; holds, under a new collection: every mirror replaces its copy. What came after the backup is lost.</source>
        <translation>Der Baum „%1“ wird zu dem, was die Sicherung „%2“ enthält, unter einer neuen Kollektion: Jeder Spiegel ersetzt seine Kopie. Was nach der Sicherung kam, ist verloren.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>%1 is restored.</source>
        <translation>%1 ist wiederhergestellt.</translation>
    </message>
    <message>
        <source>Remove a backup</source>
        <translation>Sicherung entfernen</translation>
    </message>
    <message>
        <source>Remove the backup &quot;%1&quot; for good?</source>
        <translation>Die Sicherung „%1“ endgültig entfernen?</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The backup is removed.</source>
        <translation>Die Sicherung ist entfernt.</translation>
    </message>
    <message>
        <source>Revoke a token</source>
        <translation>Token widerrufen</translation>
    </message>
    <message>
        <source>Revoke the token &quot;%1&quot;? Who uses it is let in no more, at once.</source>
        <translation>Das Token „%1“ widerrufen? Wer es benutzt, wird sofort nicht mehr eingelassen.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is revoked.</source>
        <translation>„%1“ ist widerrufen.</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What the list shows is in %1.</source>
        <translation>Was die Liste zeigt, steht in %1.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>%1 konnte nicht geschrieben werden: %2</translation>
    </message>
    <message numerus="yes">
        <source>The backup is partial: %Ln tree(s) could not be copied. The first is %1: %2</source>
        <translation>
            <numerusform>Die Sicherung ist unvollständig: %Ln Baum konnte nicht kopiert werden. Der erste ist %1: %2</numerusform>
            <numerusform>Die Sicherung ist unvollständig: %Ln Bäume konnten nicht kopiert werden. Der erste ist %1: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first %1 are shown. genmirrorctl trees lists all.</source>
        <translation>Nur die ersten %1 werden gezeigt. genmirrorctl trees zeigt alle.</translation>
    </message>
</context>
<context>
    <name>GenMirror::AgeWords</name>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
</context>
<context>
    <name>GenMirror::AllowanceWords</name>
    <message>
        <source>The server has not said yet what you may do there.</source>
        <translation>Der Server hat noch nicht gesagt, was Sie dort dürfen.</translation>
    </message>
    <message>
        <source>Your token is a reader&apos;s: this needs an admin&apos;s.</source>
        <translation>Ihr Token ist das eines Lesers: Dafür braucht es das eines Verwalters.</translation>
    </message>
    <message>
        <source>Your token is a reader&apos;s: it can change nothing.</source>
        <translation>Ihr Token ist das eines Lesers: Damit lässt sich nichts ändern.</translation>
    </message>
    <message>
        <source>Your token is an editor&apos;s: this needs an admin&apos;s.</source>
        <translation>Ihr Token ist das eines Bearbeiters: Dafür braucht es das eines Verwalters.</translation>
    </message>
    <message>
        <source>There is no mirror of it here.</source>
        <translation>Hier gibt es keinen Spiegel davon.</translation>
    </message>
    <message>
        <source>Nothing was fetched yet: there is nothing that could be changed.</source>
        <translation>Noch wurde nichts geholt: Es gibt nichts, was sich ändern ließe.</translation>
    </message>
    <message>
        <source>This is the past. Return to live to change objects.</source>
        <translation>Das ist die Vergangenheit. Zum Ändern von Objekten in die Gegenwart zurückkehren.</translation>
    </message>
    <message>
        <source>The server cannot be reached now. Objects can be changed once it is.</source>
        <translation>Der Server ist zurzeit nicht erreichbar. Objekte lassen sich ändern, sobald er es ist.</translation>
    </message>
    <message>
        <source>A server of this kind can only be read.</source>
        <translation>Ein Server dieser Art kann nur gelesen werden.</translation>
    </message>
    <message>
        <source>This connection is read-only. Mirror ▸ Connection… can change that.</source>
        <translation>Diese Verbindung liest nur. Spiegel ▸ Verbindung … kann das ändern.</translation>
    </message>
    <message>
        <source>Your token does not reach all trees: this needs one that does.</source>
        <translation>Ihr Token reicht nicht an alle Bäume: Dafür braucht es eines, das es tut.</translation>
    </message>
</context>
<context>
    <name>GenMirror::ClassicDialog</name>
    <message>
        <source>Another kind of server</source>
        <translation>Ein anderer Server</translation>
    </message>
    <message>
        <source>Other servers publish generational sets, too. The address holds {generation} where the server expects the number that was seen. Such a server tells no digest: the copy cannot be verified.</source>
        <translation>Auch andere Server veröffentlichen generationale Mengen. Die Adresse enthält {generation}, wo der Server die zuletzt gesehene Nummer erwartet. Solch ein Server nennt keine Prüfsumme: die Kopie kann nicht geprüft werden.</translation>
    </message>
    <message>
        <source>A name for the mirror</source>
        <translation>Ein Name für den Spiegel</translation>
    </message>
    <message>
        <source>recognised by their shape</source>
        <translation>werden an ihrer Form erkannt</translation>
    </message>
    <message>
        <source>Patterns with spaces between, such as releases/*=cycle, where cycle is the key attribute, or tags=. where each object is its own id</source>
        <translation>Muster mit Leerzeichen dazwischen, etwa releases/*=cycle, wo cycle das Schlüsselattribut ist, oder tags=. wo jedes Objekt seine eigene Kennung ist</translation>
    </message>
    <message>
        <source>The attribute that holds an object&apos;s id; a dot where each object is its own id</source>
        <translation>Das Attribut, in dem die Kennung eines Objekts steht; ein Punkt, wo jedes Objekt seine eigene Kennung ist</translation>
    </message>
    <message>
        <source>Mirror it</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>&amp;Address:</source>
        <translation>A&amp;dresse:</translation>
    </message>
    <message>
        <source>Na&amp;me:</source>
        <translation>Na&amp;me:</translation>
    </message>
    <message>
        <source>Key att&amp;ribute:</source>
        <translation>Schlüsselattrib&amp;ut:</translation>
    </message>
    <message>
        <source>&amp;Nested sets:</source>
        <translation>&amp;Enthaltene Mengen:</translation>
    </message>
</context>
<context>
    <name>GenMirror::ClearButton</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>GenMirror::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>GenMirror::CompactDialog</name>
    <message>
        <source>Compact</source>
        <translation>Verdichten</translation>
    </message>
    <message>
        <source>Compact %1</source>
        <translation>%1 verdichten</translation>
    </message>
    <message>
        <source>The server forgets removals that it remembers. Mirrors that have seen them notice nothing; those that are too far behind fetch the set anew. No mirror becomes wrong.</source>
        <translation>Der Server vergisst Löschungen, an die er sich erinnert. Spiegel, die sie gesehen haben, merken nichts; solche, die zu weit zurückliegen, holen die Menge neu. Kein Spiegel wird falsch.</translation>
    </message>
    <message>
        <source>The newest removals of each set</source>
        <translation>Die neuesten Löschungen jeder Menge</translation>
    </message>
    <message>
        <source>Removals of the last days</source>
        <translation>Löschungen der letzten Tage</translation>
    </message>
    <message>
        <source>Removals from a generation on</source>
        <translation>Löschungen ab einer Generation</translation>
    </message>
    <message>
        <source>What is kept</source>
        <translation>Was behalten wird</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>All sets</source>
        <translation>Alle Mengen</translation>
    </message>
    <message>
        <source>for history and audit log</source>
        <translation>für Geschichte und Protokoll</translation>
    </message>
    <message>
        <source>Would fetch</source>
        <translation>Würde holen</translation>
    </message>
    <message>
        <source>Reloads</source>
        <translation>Lädt neu</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Clients that would reload</source>
        <translation>Clients, die neu laden würden</translation>
    </message>
    <message>
        <source>&amp;Keep:</source>
        <translation>&amp;Behalten:</translation>
    </message>
    <message>
        <source>&amp;Of:</source>
        <translation>&amp;Von:</translation>
    </message>
    <message>
        <source>&amp;Reason:</source>
        <translation>&amp;Grund:</translation>
    </message>
    <message>
        <source>Looking what that means…</source>
        <translation>Es wird nachgesehen, was das bedeutet …</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>perhaps</source>
        <translation>vielleicht</translation>
    </message>
    <message>
        <source>Nothing would be dropped: no set remembers more than that.</source>
        <translation>Nichts würde verworfen: Keine Menge erinnert sich an mehr.</translation>
    </message>
    <message>
        <source>No known client would have to reload.</source>
        <translation>Kein bekannter Client müsste neu laden.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generation</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message numerus="yes">
        <source>%Ln removal(s) would be dropped.</source>
        <translation>
            <numerusform>%Ln Löschung würde vergessen.</numerusform>
            <numerusform>%Ln Löschungen würden vergessen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln known client(s) would have to reload, and fetch %1 in all:</source>
        <translation>
            <numerusform>%Ln bekannter Client müsste neu laden und %1 holen:</numerusform>
            <numerusform>%Ln bekannte Clients müssten neu laden und zusammen %1 holen:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::ConfirmDialog</name>
    <message>
        <source>for history and audit log</source>
        <translation>für Geschichte und Protokoll</translation>
    </message>
    <message>
        <source>Type its &amp;name:</source>
        <translation>&amp;Namen eintippen:</translation>
    </message>
    <message>
        <source>&amp;Reason:</source>
        <translation>&amp;Grund:</translation>
    </message>
</context>
<context>
    <name>GenMirror::ConnectCard</name>
    <message>
        <source>I have a &amp;token</source>
        <translation>Ich habe ein &amp;Token</translation>
    </message>
    <message>
        <source>What the server has appears here by itself. A token is asked for only if the server wants one.</source>
        <translation>Was der Server hat, erscheint hier von selbst. Nach einem Token wird nur gefragt, wenn der Server eines verlangt.</translation>
    </message>
    <message>
        <source>&amp;Connect</source>
        <translation>&amp;Verbinden</translation>
    </message>
    <message>
        <source>A server&apos;s address, such as mirror.example.org</source>
        <translation>Adresse eines Servers, etwa mirror.example.org</translation>
    </message>
    <message>
        <source>A server&apos;s address</source>
        <translation>Adresse eines Servers</translation>
    </message>
    <message>
        <source>Trees of the server</source>
        <translation>Bäume des Servers</translation>
    </message>
    <message>
        <source>asking…</source>
        <translation>wird gefragt…</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>✓ %1, encrypted</source>
        <translation>✓ %1, verschlüsselt</translation>
    </message>
    <message>
        <source>✓ %1, not encrypted</source>
        <translation>✓ %1, unverschlüsselt</translation>
    </message>
    <message>
        <source>The server has no trees yet.</source>
        <translation>Der Server hat noch keine Bäume.</translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln tree(s)</source>
        <translation>
            <numerusform>Der erste %Ln Baum</numerusform>
            <numerusform>Die ersten %Ln Bäume</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln tree(s)</source>
        <translation>
            <numerusform>%Ln Baum</numerusform>
            <numerusform>%Ln Bäume</numerusform>
        </translation>
    </message>
    <message>
        <source>mirrored here already</source>
        <translation>wird hier schon gespiegelt</translation>
    </message>
    <message>
        <source>mirrored here</source>
        <translation>hier gespiegelt</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht benutzbar</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln Objekt</numerusform>
            <numerusform>%Ln Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>The server has no tree %1 that you may read.</source>
        <translation>Der Server hat keinen Baum %1, den Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegeln</translation>
    </message>
    <message>
        <source>Mirror %1</source>
        <translation>%1 spiegeln</translation>
    </message>
    <message numerus="yes">
        <source>Mirror %Ln tree(s)</source>
        <translation>
            <numerusform>%Ln Baum spiegeln</numerusform>
            <numerusform>%Ln Bäume spiegeln</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 on the server&apos;s disk</source>
        <translation>%1 auf der Platte des Servers</translation>
    </message>
</context>
<context>
    <name>GenMirror::ConnectionWords</name>
    <message>
        <source>it is no object</source>
        <translation>sie ist kein Objekt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is to be a text of at most %2 characters</source>
        <translation>„%1“ muss ein Text von höchstens %2 Zeichen sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is to be true or false</source>
        <translation>„%1“ muss true oder false sein</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is to be an integer from 1 to 3600</source>
        <translation>„%1“ muss eine ganze Zahl von 1 bis 3600 sein</translation>
    </message>
    <message>
        <source>Connection %1 of the file is wrong: %2. Nothing was imported.</source>
        <translation>Verbindung %1 der Datei ist falsch: %2. Nichts wurde importiert.</translation>
    </message>
    <message>
        <source>&quot;authority&quot; is to be certificates in PEM form, at most %1</source>
        <translation>„authority“ muss Zertifikate in PEM-Form enthalten, höchstens %1</translation>
    </message>
    <message>
        <source>&quot;name&quot; is to be one line, without characters that cannot be seen</source>
        <translation>„name“ muss eine Zeile sein, ohne unsichtbare Zeichen</translation>
    </message>
    <message>
        <source>This is no file of connections, or one of a newer GenMirror.</source>
        <translation>Das ist keine Datei mit Verbindungen, oder eine eines neueren GenMirror.</translation>
    </message>
    <message>
        <source>A file of connections has 1 to %1 of them.</source>
        <translation>Eine Datei mit Verbindungen enthält 1 bis %1 davon.</translation>
    </message>
    <message>
        <source>The file says two things of %1. Nothing was imported.</source>
        <translation>Die Datei sagt zweierlei über %1. Nichts wurde importiert.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 is too long for a file of connections.</source>
        <translation>%1 ist zu lang für eine Datei mit Verbindungen.</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>without a name</source>
        <translation>ohne Namen</translation>
    </message>
    <message>
        <source>%1, until %2, SHA-256 %3</source>
        <translation>%1, bis %2, SHA-256 %3</translation>
    </message>
</context>
<context>
    <name>GenMirror::CredentialsDialog</name>
    <message>
        <source>Token and authority</source>
        <translation>Token und Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>For %1. What is left empty stays as it is. The token is kept in the system&apos;s keychain alone.</source>
        <translation>Für %1. Was leer bleibt, bleibt, wie es ist. Das Token wird nur im Schlüsselbund des Systems aufbewahrt.</translation>
    </message>
    <message>
        <source>one is kept</source>
        <translation>eines ist hinterlegt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>one of your own is kept</source>
        <translation>eine eigene ist hinterlegt</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>&amp;Forget both</source>
        <translation>Beides &amp;vergessen</translation>
    </message>
</context>
<context>
    <name>GenMirror::CredentialsFields</name>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>File of an authority&apos;s certificates</source>
        <translation>Datei mit den Zertifikaten einer Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>if the server asks for one</source>
        <translation>falls der Server eines verlangt</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>die des Systems</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen …</translation>
    </message>
    <message>
        <source>T&amp;oken:</source>
        <translation>T&amp;oken:</translation>
    </message>
    <message>
        <source>Certificates of an authority</source>
        <translation>Zertifikate einer Zertifizierungsstelle</translation>
    </message>
    <message>
        <source>A&amp;uthorities:</source>
        <translation>A&amp;utoritäten:</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>GenMirror::Desktop</name>
    <message>
        <source>starts: %1</source>
        <translation>startet: %1</translation>
    </message>
    <message>
        <source>applied generation %1 to %2: %3 added, %4 changed, %5 removed</source>
        <translation>Generation %1 bis %2 angewandt: %3 neu, %4 geändert, %5 entfernt</translation>
    </message>
    <message>
        <source>The state that was shown is not kept any more.</source>
        <translation>Der gezeigte Stand wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>A server of this kind knows no tokens.</source>
        <translation>Ein Server dieser Art kennt keine Token.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) exported.</source>
        <translation>
            <numerusform>%Ln Objekt exportiert.</numerusform>
            <numerusform>%Ln Objekte exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>The list is still being put in order; then it can be exported.</source>
        <translation>Die Liste wird noch geordnet; danach lässt sie sich exportieren.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>JSON, an object on each line (*.ndjson)</source>
        <translation>JSON, ein Objekt je Zeile (*.ndjson)</translation>
    </message>
    <message>
        <source>CSV, the columns that are shown (*.csv)</source>
        <translation>CSV, die gezeigten Spalten (*.csv)</translation>
    </message>
    <message>
        <source>Exporting…</source>
        <translation>Wird exportiert …</translation>
    </message>
    <message>
        <source>Copied: versions, mirrors and activity, without secrets.</source>
        <translation>Kopiert: Versionen, Spiegel und Aktivität, ohne Geheimnisse.</translation>
    </message>
    <message>
        <source>The key of %1 may not be changed: it would be another object. Add a new one and remove this one instead.</source>
        <translation>Der Schlüssel von %1 darf nicht geändert werden: Es wäre ein anderes Objekt. Fügen Sie stattdessen ein neues hinzu und entfernen Sie dieses.</translation>
    </message>
    <message>
        <source>The key %1 stands there twice.</source>
        <translation>Der Schlüssel %1 steht zweimal da.</translation>
    </message>
    <message>
        <source>Select the objects to change first.</source>
        <translation>Wählen Sie zuerst die Objekte aus, die geändert werden sollen.</translation>
    </message>
    <message numerus="yes">
        <source>At most %Ln object(s) can be changed at once.</source>
        <translation>
            <numerusform>Höchstens %Ln Objekt kann auf einmal geändert werden.</numerusform>
            <numerusform>Höchstens %Ln Objekte können auf einmal geändert werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Edit %Ln object(s)</source>
        <translation>
            <numerusform>%Ln Objekt bearbeiten</numerusform>
            <numerusform>%Ln Objekte bearbeiten</numerusform>
        </translation>
    </message>
    <message>
        <source>New object</source>
        <translation>Neues Objekt</translation>
    </message>
    <message>
        <source>Remove objects</source>
        <translation>Objekte entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln object(s) from the server?</source>
        <translation>
            <numerusform>%Ln Objekt vom Server entfernen?</numerusform>
            <numerusform>%Ln Objekte vom Server entfernen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>The last edit was undone.</source>
        <translation>Die letzte Änderung wurde zurückgenommen.</translation>
    </message>
    <message>
        <source>
%1 is now: %2
</source>
        <translation>
%1 ist jetzt: %2
</translation>
    </message>
    <message>
        <source>not there any more</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>Someone else was first</source>
        <translation>Jemand war schneller</translation>
    </message>
    <message>
        <source>Nothing was sent: on the server there is something else by now.</source>
        <translation>Nichts wurde gesendet: Auf dem Server steht inzwischen etwas anderes.</translation>
    </message>
    <message>
        <source>Do it all the same</source>
        <translation>Trotzdem ausführen</translation>
    </message>
    <message>
        <source>From generation %1 to %2</source>
        <translation>Von Generation %1 bis %2</translation>
    </message>
    <message>
        <source>A server of this kind does not tell its history.</source>
        <translation>Ein Server dieser Art verrät seine Geschichte nicht.</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Link öffnen</translation>
    </message>
    <message>
        <source>A link to an object or a set: genmirror://server/tree/set/id</source>
        <translation>Ein Link zu einem Objekt oder einer Menge: genmirror://server/baum/menge/id</translation>
    </message>
    <message>
        <source>This mirror holds no set %1.</source>
        <translation>Dieser Spiegel enthält keine Menge %1.</translation>
    </message>
    <message>
        <source>The set holds no object %1 (any more).</source>
        <translation>Die Menge enthält kein Objekt %1 (mehr).</translation>
    </message>
    <message>
        <source>PRODUCTION — %1 — read-only</source>
        <translation>PRODUKTION — %1 — nur lesen</translation>
    </message>
    <message>
        <source>PRODUCTION — %1 — changes are sent</source>
        <translation>PRODUKTION — %1 — Änderungen werden gesendet</translation>
    </message>
    <message>
        <source>Export connections</source>
        <translation>Verbindungen exportieren</translation>
    </message>
    <message>
        <source>The connections were written, without tokens.</source>
        <translation>Die Verbindungen wurden geschrieben, ohne Token.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>Verbindungen importieren</translation>
    </message>
    <message>
        <source>Connections (*.json)</source>
        <translation>Verbindungen (*.json)</translation>
    </message>
    <message numerus="yes">
        <source>%Ln connection(s) imported.</source>
        <translation>
            <numerusform>%Ln Verbindung importiert.</numerusform>
            <numerusform>%Ln Verbindungen importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>You will be told when anything changes in %1. View › Notifications takes it back.</source>
        <translation>Sie werden benachrichtigt, wenn sich in %1 etwas ändert. Ansicht › Benachrichtigungen nimmt es zurück.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 hat sich geändert</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), generation %1</source>
        <translation>
            <numerusform>%Ln Objekt, Generation %1</numerusform>
            <numerusform>%Ln Objekte, Generation %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the server&apos;s first answer…</source>
        <translation>Es wird auf die erste Antwort des Servers gewartet …</translation>
    </message>
    <message>
        <source>Nothing was fetched yet.

%1

GenMirror goes on trying.</source>
        <translation>Noch wurde nichts geholt.

%1

GenMirror versucht es weiter.</translation>
    </message>
    <message>
        <source>The mirror catches up: what belongs here may still be on its way.</source>
        <translation>Der Spiegel holt auf: Was hierher gehört, ist vielleicht noch unterwegs.</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>In place of the authority: %1</source>
        <translation>Anstelle der Zertifizierungsstelle: %1</translation>
    </message>
    <message>
        <source>The token for this address is forgotten, as another authority is believed; give it again.</source>
        <translation>Das Token für diese Adresse wird vergessen, da einer anderen Zertifizierungsstelle geglaubt wird; geben Sie es noch einmal an.</translation>
    </message>
    <message>
        <source>The token that is kept for this address is used.</source>
        <translation>Das Token, das für diese Adresse aufbewahrt ist, wird benutzt.</translation>
    </message>
    <message>
        <source>The name &quot;%1&quot; is that of %2. This connection, to %3, is called &quot;%4&quot;.</source>
        <translation>Der Name „%1“ gehört zu %2. Diese Verbindung, zu %3, heißt „%4“.</translation>
    </message>
    <message>
        <source>Nothing was sent. %1</source>
        <translation>Es wurde nichts gesendet. %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were added on the server.</source>
        <translation>
            <numerusform>%Ln Objekt wurde auf dem Server hinzugefügt.</numerusform>
            <numerusform>%Ln Objekte wurden auf dem Server hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were changed on the server.</source>
        <translation>
            <numerusform>%Ln Objekt wurde auf dem Server geändert.</numerusform>
            <numerusform>%Ln Objekte wurden auf dem Server geändert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s) were removed from the server.</source>
        <translation>
            <numerusform>%Ln Objekt wurde vom Server entfernt.</numerusform>
            <numerusform>%Ln Objekte wurden vom Server entfernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>It answers; your token there is a reader&apos;s.</source>
        <translation>Er antwortet; Ihr Token dort ist das eines Lesers.</translation>
    </message>
    <message>
        <source>It answers; your token there is an editor&apos;s.</source>
        <translation>Er antwortet; Ihr Token dort ist das eines Bearbeiters.</translation>
    </message>
    <message>
        <source>It answers; you may do there what an admin may.</source>
        <translation>Er antwortet; Sie dürfen dort, was ein Verwalter darf.</translation>
    </message>
    <message>
        <source>It answers.</source>
        <translation>Er antwortet.</translation>
    </message>
    <message>
        <source>Remove the local copy of this mirror?</source>
        <translation>Die lokale Kopie dieses Spiegels entfernen?</translation>
    </message>
    <message>
        <source>Name: %1</source>
        <translation>Name: %1</translation>
    </message>
    <message>
        <source>Tree: %1</source>
        <translation>Baum: %1</translation>
    </message>
    <message>
        <source>Server: %1</source>
        <translation>Server: %1</translation>
    </message>
    <message>
        <source>The server keeps its data; the history kept here is lost.</source>
        <translation>Der Server behält seine Daten; die hier aufbewahrte Geschichte geht verloren.</translation>
    </message>
    <message>
        <source>Remove local copy</source>
        <translation>Lokale Kopie entfernen</translation>
    </message>
    <message>
        <source>%1 · generation %2</source>
        <translation>%1 · Generation %2</translation>
    </message>
    <message>
        <source>The link leads to a server that is not mirrored here yet.</source>
        <translation>Der Link führt zu einem Server, der hier noch nicht gespiegelt wird.</translation>
    </message>
    <message>
        <source>This set did not exist at generation %1.</source>
        <translation>Diese Menge gab es bei Generation %1 nicht.</translation>
    </message>
    <message>
        <source>This set does not exist any more.</source>
        <translation>Diese Menge gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>It is the last of this server: its token is removed from the keychain, too.</source>
        <translation>Es ist der letzte dieses Servers: auch sein Token wird aus dem Schlüsselbund entfernt.</translation>
    </message>
</context>
<context>
    <name>GenMirror::DifferenceModel</name>
    <message>
        <source>not there</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>+ %1</source>
        <translation>+ %1</translation>
    </message>
    <message>
        <source>- %1</source>
        <translation>- %1</translation>
    </message>
    <message>
        <source>~ %1</source>
        <translation>~ %1</translation>
    </message>
    <message>
        <source>%1, added</source>
        <translation>%1, neu</translation>
    </message>
    <message>
        <source>%1, removed</source>
        <translation>%1, entfernt</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln Objekt</numerusform>
            <numerusform>%Ln Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Attribute</source>
        <translation>Attribut</translation>
    </message>
</context>
<context>
    <name>GenMirror::DifferencesPage</name>
    <message>
        <source>Before and after, compared</source>
        <translation>Vorher und nachher im Vergleich</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Filter by set, object or attribute</source>
        <translation>Nach Menge, Objekt oder Attribut filtern</translation>
    </message>
    <message>
        <source>Filter differences</source>
        <translation>Unterschiede filtern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Back to the table (Esc)</source>
        <translation>Zurück zur Tabelle (Esc)</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen …</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln set(s)</source>
        <translation>
            <numerusform>%Ln Menge</numerusform>
            <numerusform>%Ln Mengen</numerusform>
        </translation>
    </message>
    <message>
        <source>The two states are the same.</source>
        <translation>Die beiden Stände sind gleich.</translation>
    </message>
    <message>
        <source>The first %1 that differ; genmirrorctl diff prints all.</source>
        <translation>Die ersten %1, die sich unterscheiden; genmirrorctl diff gibt alle aus.</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>+ Added %1</source>
        <translation>+ Neu %1</translation>
    </message>
    <message>
        <source>~ Changed %1</source>
        <translation>~ Geändert %1</translation>
    </message>
    <message>
        <source>- Removed %1</source>
        <translation>- Entfernt %1</translation>
    </message>
</context>
<context>
    <name>GenMirror::EditDialog</name>
    <message>
        <source>What is different</source>
        <translation>Was anders ist</translation>
    </message>
    <message>
        <source>Key: a text or a whole number</source>
        <translation>Schlüssel: ein Text oder eine ganze Zahl</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Object as JSON</source>
        <translation>Objekt als JSON</translation>
    </message>
    <message>
        <source>{&quot;id&quot;: 1}

Several objects: one on each line.</source>
        <translation>{&quot;id&quot;: 1}

Mehrere Objekte: eines je Zeile.</translation>
    </message>
    <message>
        <source>What is different:</source>
        <translation>Was anders ist:</translation>
    </message>
    <message>
        <source>Take &amp;theirs</source>
        <translation>&amp;Deren Fassung nehmen</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>An object is JSON text, such as {&quot;id&quot;: 1}.</source>
        <translation>Ein Objekt ist JSON-Text, etwa {&quot;id&quot;: 1}.</translation>
    </message>
    <message>
        <source>⚠ Not JSON yet: %1</source>
        <translation>⚠ Noch kein JSON: %1</translation>
    </message>
    <message>
        <source>The object needs a key.</source>
        <translation>Das Objekt braucht einen Schlüssel.</translation>
    </message>
    <message>
        <source>✓ Valid. Nothing is different yet.</source>
        <translation>✓ Gültig. Noch ist nichts anders.</translation>
    </message>
    <message numerus="yes">
        <source>✓ Valid: %Ln object(s).</source>
        <translation>
            <numerusform>✓ Gültig: %Ln Objekt.</numerusform>
            <numerusform>✓ Gültig: %Ln Objekte.</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ Valid.</source>
        <translation>✓ Gültig.</translation>
    </message>
    <message>
        <source>&amp;Send mine in place of theirs</source>
        <translation>Meine an deren Stelle &amp;senden</translation>
    </message>
    <message>
        <source>&lt;b&gt;Someone else was first:&lt;/b&gt; the object was removed meanwhile. Nothing was sent. Leave it so, or send yours: it is made anew.</source>
        <translation>&lt;b&gt;Jemand war schneller:&lt;/b&gt; Das Objekt wurde inzwischen entfernt. Nichts wurde gesendet. Lassen Sie es so, oder senden Sie Ihres: Es wird neu angelegt.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Someone else was first:&lt;/b&gt; the server has another version by now. Nothing was sent. Below is what yours would change in theirs: take theirs, or send yours in its place.</source>
        <translation>&lt;b&gt;Jemand war schneller:&lt;/b&gt; Der Server hat inzwischen eine andere Fassung. Nichts wurde gesendet. Unten steht, was Ihre Fassung an deren ändern würde: Nehmen Sie deren Fassung, oder senden Sie Ihre an deren Stelle.</translation>
    </message>
    <message>
        <source>⚠ %1</source>
        <translation>⚠ %1</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>There has to be a line for each object: %1 in all, and not %2.</source>
        <translation>Für jedes Objekt muss es eine Zeile geben: %1 im Ganzen, und nicht %2.</translation>
    </message>
</context>
<context>
    <name>GenMirror::Exporter</name>
    <message>
        <source>%1 cannot be written: %2. Choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>The export was canceled; no file was written.</source>
        <translation>Der Export wurde abgebrochen; es wurde keine Datei geschrieben.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Is the disk full?</source>
        <translation>%1 kann nicht geschrieben werden: %2. Ist die Platte voll?</translation>
    </message>
</context>
<context>
    <name>GenMirror::FileChooser</name>
    <message>
        <source>%1 — %2</source>
        <translation>%1 — %2</translation>
    </message>
</context>
<context>
    <name>GenMirror::FilterLine</name>
    <message>
        <source>Filter: text, attribute:value, attribute&gt;value</source>
        <translation>Filter: Text, Attribut:Wert, Attribut&gt;Wert</translation>
    </message>
    <message>
        <source>Filter objects</source>
        <translation>Objekte filtern</translation>
    </message>
    <message>
        <source>&lt;p&gt;Terms with spaces between them; all must hold.&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;word&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;the object holds the word&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;&quot;two words&quot;&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;the object holds both, side by side&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;name:ann&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;the attribute holds the text&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;age&amp;gt;=18&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;= != &amp;lt; &amp;lt;= &amp;gt; &amp;gt;= compare&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;address.city:bonn&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;inside nested objects&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;-word&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;turns a term round&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</source>
        <translation>&lt;p&gt;Ausdrücke mit Leerzeichen dazwischen; alle müssen zutreffen.&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;Wort&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;das Objekt enthält das Wort&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;&quot;zwei Wörter&quot;&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;das Objekt enthält beide nebeneinander&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;name:anna&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;das Attribut enthält den Text&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;alter&amp;gt;=18&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;= != &amp;lt; &amp;lt;= &amp;gt; &amp;gt;= vergleichen&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;adresse.ort:bonn&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;in enthaltenen Objekten&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;&lt;b&gt;-Wort&lt;/b&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;kehrt einen Ausdruck um&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</translation>
    </message>
    <message>
        <source>Attributes</source>
        <translation>Attribute</translation>
    </message>
    <message>
        <source>⚠ %1</source>
        <translation>⚠ %1</translation>
    </message>
</context>
<context>
    <name>GenMirror::FilterWords</name>
    <message>
        <source>The quotation mark is not closed: add one at the end.</source>
        <translation>Das Anführungszeichen ist nicht geschlossen: Setzen Sie eines ans Ende.</translation>
    </message>
    <message>
        <source>An attribute&apos;s name goes before “%1”.</source>
        <translation>Vor „%1“ gehört der Name eines Attributs.</translation>
    </message>
    <message>
        <source>Something to compare “%1” with goes after “%2”.</source>
        <translation>Nach „%2“ gehört etwas, womit „%1“ verglichen wird.</translation>
    </message>
    <message>
        <source>After “!” goes “=”: not equal.</source>
        <translation>Nach „!“ gehört „=“: ungleich.</translation>
    </message>
</context>
<context>
    <name>GenMirror::HintBar</name>
    <message>
        <source>What changes glows for a moment. Select a row: the inspector shows the object and all its versions.</source>
        <translation>Was sich ändert, leuchtet kurz auf. Wählen Sie eine Zeile: der Inspektor zeigt das Objekt und alle seine Fassungen.</translation>
    </message>
    <message>
        <source>Click into the timeline below: the whole window shows that state. Alt+Home returns to the live one.</source>
        <translation>Klicken Sie unten in die Zeitleiste: das ganze Fenster zeigt diesen Stand. Alt+Pos1 kehrt zum jetzigen zurück.</translation>
    </message>
    <message>
        <source>Pause the mirror, or pull the network cable: all of it stays here. Ctrl+K finds every command.</source>
        <translation>Halten Sie den Spiegel an, oder ziehen Sie das Netzwerkkabel: alles bleibt hier. Strg+K findet jeden Befehl.</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
    <message>
        <source>Ne&amp;xt hint</source>
        <translation>Nä&amp;chster Hinweis</translation>
    </message>
    <message>
        <source>Close the hint&amp;s</source>
        <translation>Hin&amp;weise schließen</translation>
    </message>
</context>
<context>
    <name>GenMirror::HistoryModel</name>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>✓</source>
        <translation>✓</translation>
    </message>
    <message>
        <source>%1: +%2 ~%3 -%4</source>
        <translation>%1: +%2 ~%3 -%4</translation>
    </message>
    <message>
        <source>Generations</source>
        <translation>Generationen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Remembered</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message numerus="yes">
        <source>… and %Ln more set(s)</source>
        <translation>
            <numerusform>… und %Ln weitere Menge</numerusform>
            <numerusform>… und %Ln weitere Mengen</numerusform>
        </translation>
    </message>
    <message>
        <source>…</source>
        <translation>…</translation>
    </message>
</context>
<context>
    <name>GenMirror::HistoryPanel</name>
    <message>
        <source>History of this mirror</source>
        <translation>Geschichte dieses Spiegels</translation>
    </message>
    <message>
        <source>History of the server</source>
        <translation>Geschichte des Servers</translation>
    </message>
    <message>
        <source>&amp;Differences</source>
        <translation>&amp;Unterschiede</translation>
    </message>
    <message>
        <source>Shows the whole mirror as it was after this update</source>
        <translation>Zeigt den ganzen Spiegel, wie er nach dieser Aktualisierung war</translation>
    </message>
    <message>
        <source>What differs between the two selected states, or between one and the newest</source>
        <translation>Was sich zwischen den beiden ausgewählten Ständen unterscheidet, oder zwischen einem und dem neuesten</translation>
    </message>
    <message>
        <source>This mirror</source>
        <translation>Dieser Spiegel</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Nothing was applied yet.</source>
        <translation>Noch wurde nichts angewandt.</translation>
    </message>
    <message>
        <source>Vie&amp;w this state</source>
        <translation>Diesen Stand a&amp;nsehen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln update(s), back to generation %1; remembering them takes %2.</source>
        <translation>
            <numerusform>%Ln Aktualisierung, zurück bis Generation %1; sich daran zu erinnern, braucht %2.</numerusform>
            <numerusform>%Ln Aktualisierungen, zurück bis Generation %1; sich daran zu erinnern, braucht %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Show the last day</source>
        <translation>Den letzten Tag zeigen</translation>
    </message>
    <message>
        <source>14 days</source>
        <translation>14 Tage</translation>
    </message>
    <message>
        <source>Show the last 14 days</source>
        <translation>Die letzten 14 Tage zeigen</translation>
    </message>
    <message>
        <source>3 months</source>
        <translation>3 Monate</translation>
    </message>
    <message>
        <source>Show the last 3 months</source>
        <translation>Die letzten 3 Monate zeigen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Show all of the history (Ctrl+0)</source>
        <translation>Die ganze Geschichte zeigen (Strg+0)</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+Minus)</source>
        <translation>Verkleinern (Strg+Minus)</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl+Plus)</source>
        <translation>Vergrößern (Strg+Plus)</translation>
    </message>
    <message>
        <source>A range is selected. Shift+← and → change it, Esc ends it.</source>
        <translation>Ein Bereich ist gewählt. Umschalt+← und → ändern ihn, Esc beendet ihn.</translation>
    </message>
</context>
<context>
    <name>GenMirror::ImportDialog</name>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>Verbindungen importieren</translation>
    </message>
    <message>
        <source>This is what the file holds. Check addresses and authorities: a server can show you what it likes. Below a connection stands what it would change of yours; such connections are not chosen for you.</source>
        <translation>Das enthält die Datei. Prüfen Sie Adressen und Zertifizierungsstellen: Ein Server kann Ihnen zeigen, was er will. Unter einer Verbindung steht, was sie an Ihren ändern würde; solche sind nicht vorausgewählt.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Connections in the file</source>
        <translation>Verbindungen in der Datei</translation>
    </message>
    <message>
        <source>Authority: %1</source>
        <translation>Zertifizierungsstelle: %1</translation>
    </message>
    <message>
        <source>All of this is there already.</source>
        <translation>All das ist schon da.</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>Nichts ist ausgewählt.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln connection(s) chosen.</source>
        <translation>
            <numerusform>%Ln Verbindung ausgewählt.</numerusform>
            <numerusform>%Ln Verbindungen ausgewählt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::ImportWords</name>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>production</source>
        <translation>Produktion</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>nur lesen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1: %2 → %3</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>In production</source>
        <translation>In Produktion</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>Nur lesen</translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation>Zeitgrenze</translation>
    </message>
</context>
<context>
    <name>GenMirror::InspectorPanel</name>
    <message>
        <source>%1 or before · %2</source>
        <translation>%1 oder davor · %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 · removed</source>
        <translation>%1 · %2 · entfernt</translation>
    </message>
    <message>
        <source>Object as exact text</source>
        <translation>Objekt als genauer Text</translation>
    </message>
    <message>
        <source>Versions compared</source>
        <translation>Fassungen im Vergleich</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Fassungen</translation>
    </message>
    <message>
        <source>Select two to compare them; one is compared with the one before it</source>
        <translation>Wählen Sie zwei aus, um sie zu vergleichen; eine wird mit der davor verglichen</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>The oldest that is kept:</source>
        <translation>Die älteste, die aufbewahrt ist:</translation>
    </message>
    <message>
        <source>Removed in %1; before, in %2:</source>
        <translation>Entfernt in %1; davor, in %2:</translation>
    </message>
    <message>
        <source>Added in %1; it was not there in %2:</source>
        <translation>Neu in %1; in %2 nicht da:</translation>
    </message>
    <message>
        <source>%1 compared with %2:</source>
        <translation>%1 verglichen mit %2:</translation>
    </message>
    <message>
        <source>Select an object to see it here.</source>
        <translation>Wählen Sie ein Objekt aus, um es hier zu sehen.</translation>
    </message>
    <message>
        <source>Ed&amp;it…</source>
        <translation>Bearbei&amp;ten …</translation>
    </message>
    <message>
        <source>Reading the versions…</source>
        <translation>Die Fassungen werden gelesen …</translation>
    </message>
    <message>
        <source>The versions cannot be read.</source>
        <translation>Die Fassungen lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>The oldest that is listed; genmirrorctl log tells all:</source>
        <translation>Die älteste, die aufgeführt ist; genmirrorctl log nennt alle:</translation>
    </message>
</context>
<context>
    <name>GenMirror::JobBar</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
    <message>
        <source>%1 min left</source>
        <translation>noch %1 min</translation>
    </message>
</context>
<context>
    <name>GenMirror::JsonTree</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Object as a tree</source>
        <translation>Objekt als Baum</translation>
    </message>
</context>
<context>
    <name>GenMirror::Keychain</name>
    <message>
        <source>The keychain holds no token for this server.</source>
        <translation>Der Schlüsselbund enthält kein Token für diesen Server.</translation>
    </message>
    <message>
        <source>The token could not be taken from the system&apos;s keychain (%1). Unlock or start it, or give the token again: Mirror ▸ Token and authority…</source>
        <translation>Das Token konnte nicht aus dem Schlüsselbund des Systems genommen werden (%1). Entsperren oder starten Sie ihn, oder geben Sie das Token noch einmal an: Spiegel ▸ Token und Zertifizierungsstelle …</translation>
    </message>
    <message>
        <source>There is no keychain to keep the token in (%1): it is used until GenMirror is closed, then it has to be given again. Install and unlock one, such as GNOME Keyring or KWallet.</source>
        <translation>Es gibt keinen Schlüsselbund, in dem das Token aufbewahrt werden könnte (%1): Es wird benutzt, bis GenMirror geschlossen wird, dann muss es noch einmal angegeben werden. Installieren und entsperren Sie einen, etwa GNOME-Schlüsselbund oder KWallet.</translation>
    </message>
</context>
<context>
    <name>GenMirror::MainWindow</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>GenMirror</source>
        <translation>GenMirror</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Geschichte</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Add server…</source>
        <translation>Server &amp;hinzufügen …</translation>
    </message>
    <message>
        <source>Open &amp;link…</source>
        <translation>&amp;Link öffnen …</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Set, as it is shown…</source>
        <translation>&amp;Menge, wie sie gezeigt wird …</translation>
    </message>
    <message>
        <source>Whole &amp;tree…</source>
        <translation>Ganzer &amp;Baum …</translation>
    </message>
    <message>
        <source>&amp;Connections</source>
        <translation>&amp;Verbindungen</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren …</translation>
    </message>
    <message>
        <source>&amp;Export, without tokens…</source>
        <translation>&amp;Exportieren, ohne Token …</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo last edit</source>
        <translation>Letzte Änderung &amp;zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Copy as JSON</source>
        <translation>Als JSON &amp;kopieren</translation>
    </message>
    <message>
        <source>Copy as CS&amp;V</source>
        <translation>Als CS&amp;V kopieren</translation>
    </message>
    <message>
        <source>Copy as &amp;TSV</source>
        <translation>Als &amp;TSV kopieren</translation>
    </message>
    <message>
        <source>Copy lin&amp;k</source>
        <translation>&amp;Link kopieren</translation>
    </message>
    <message>
        <source>&amp;New object…</source>
        <translation>&amp;Neues Objekt …</translation>
    </message>
    <message>
        <source>&amp;Edit object…</source>
        <translation>Objekt &amp;bearbeiten …</translation>
    </message>
    <message>
        <source>&amp;Remove objects…</source>
        <translation>Objekte &amp;entfernen …</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filter</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>E&amp;xport selected objects…</source>
        <translation>Ausgewählte Objekte e&amp;xportieren …</translation>
    </message>
    <message>
        <source>&amp;Mirror</source>
        <translation>&amp;Spiegel</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>&amp;Pause or resume</source>
        <translation>An&amp;halten oder fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Open in a new tab</source>
        <translation>In neuem &amp;Tab öffnen</translation>
    </message>
    <message>
        <source>&amp;Tell me about changes here…</source>
        <translation>Bei &amp;Änderungen hier benachrichtigen …</translation>
    </message>
    <message>
        <source>Co&amp;nnection…</source>
        <translation>&amp;Verbindung …</translation>
    </message>
    <message>
        <source>Token and &amp;authority…</source>
        <translation>Token und &amp;Zertifizierungsstelle …</translation>
    </message>
    <message>
        <source>Ad&amp;minister</source>
        <translation>Ver&amp;walten</translation>
    </message>
    <message>
        <source>&amp;Server…</source>
        <translation>&amp;Server …</translation>
    </message>
    <message>
        <source>&amp;Compact…</source>
        <translation>Ver&amp;dichten …</translation>
    </message>
    <message>
        <source>&amp;Reset…</source>
        <translation>&amp;Zurücksetzen …</translation>
    </message>
    <message>
        <source>&amp;Copy path</source>
        <translation>&amp;Pfad kopieren</translation>
    </message>
    <message>
        <source>Remove local copy…</source>
        <translation>Lokale Kopie entfernen …</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten …</translation>
    </message>
    <message>
        <source>&amp;Flash what changes</source>
        <translation>Änderungen auf&amp;blitzen lassen</translation>
    </message>
    <message>
        <source>&amp;Keep running in the tray when closed</source>
        <translation>Nach dem Schließen im Infobereich &amp;weiterlaufen</translation>
    </message>
    <message>
        <source>Notifi&amp;cations…</source>
        <translation>Bena&amp;chrichtigungen …</translation>
    </message>
    <message>
        <source>Ne&amp;xt tab</source>
        <translation>Nächst&amp;er Tab</translation>
    </message>
    <message>
        <source>Pre&amp;vious tab</source>
        <translation>&amp;Voriger Tab</translation>
    </message>
    <message>
        <source>Close ta&amp;b</source>
        <translation>&amp;Tab schließen</translation>
    </message>
    <message>
        <source>&amp;Older state</source>
        <translation>Ä&amp;lterer Stand</translation>
    </message>
    <message>
        <source>&amp;Newer state</source>
        <translation>&amp;Neuerer Stand</translation>
    </message>
    <message>
        <source>Return to &amp;live</source>
        <translation>&amp;Zurück zu live</translation>
    </message>
    <message>
        <source>&amp;Appearance</source>
        <translation>&amp;Aussehen</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Befehle …</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
        <source>Copy support &amp;bundle</source>
        <translation>&amp;Supportdaten kopieren</translation>
    </message>
    <message>
        <source>&amp;About GenMirror</source>
        <translation>Über &amp;GenMirror</translation>
    </message>
    <message>
        <source>About GenMirror</source>
        <translation>Über GenMirror</translation>
    </message>
    <message>
        <source>&lt;h3&gt;GenMirror %1&lt;/h3&gt;&lt;p&gt;Keeps live, verified, local mirrors of the generational sets that servers publish, and every state they had.&lt;/p&gt;&lt;p&gt;MIT licence.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;GenMirror %1&lt;/h3&gt;&lt;p&gt;Hält laufend aktuelle, geprüfte, lokale Spiegel der Generationsmengen, die Server veröffentlichen, und jeden Stand, den sie hatten.&lt;/p&gt;&lt;p&gt;MIT-Lizenz.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Selected &amp;objects…</source>
        <translation>Ausgewählte &amp;Objekte …</translation>
    </message>
    <message>
        <source>Repa&amp;ir</source>
        <translation>Repa&amp;rieren</translation>
    </message>
    <message>
        <source>%1 — GenMirror</source>
        <translation>%1 — GenMirror</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnun&amp;g zurücksetzen</translation>
    </message>
    <message>
        <source>Add another &amp;kind of server…</source>
        <translation>A&amp;nderen Server hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Start page</source>
        <translation>Sta&amp;rtseite</translation>
    </message>
    <message>
        <source>Co&amp;mpact rows</source>
        <translation>&amp;Kompakte Zeilen</translation>
    </message>
    <message>
        <source>Lar&amp;ger text</source>
        <translation>Größe&amp;re Schrift</translation>
    </message>
    <message>
        <source>&amp;Smaller text</source>
        <translation>Kle&amp;inere Schrift</translation>
    </message>
    <message>
        <source>&amp;Usual text size</source>
        <translation>Übliche &amp;Schriftgröße</translation>
    </message>
</context>
<context>
    <name>GenMirror::MirrorTreeModel</name>
    <message>
        <source>%1 — production</source>
        <translation>%1 — Produktion</translation>
    </message>
    <message>
        <source>%1 · %2 %</source>
        <translation>%1 · %2 %</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
</context>
<context>
    <name>GenMirror::MirrorsPanel</name>
    <message>
        <source>Filter sets</source>
        <translation>Mengen filtern</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>Spiegel</translation>
    </message>
</context>
<context>
    <name>GenMirror::NewTokenDialog</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Make</source>
        <translation>&amp;Anlegen</translation>
    </message>
    <message>
        <source>Make a token</source>
        <translation>Token anlegen</translation>
    </message>
    <message>
        <source>whose it is, or what for</source>
        <translation>wem es gehört oder wofür es ist</translation>
    </message>
    <message>
        <source>Reader: sees trees</source>
        <translation>Leser: sieht Bäume</translation>
    </message>
    <message>
        <source>Editor: changes objects, too</source>
        <translation>Bearbeiter: ändert auch Objekte</translation>
    </message>
    <message>
        <source>Admin: does everything</source>
        <translation>Verwalter: macht alles</translation>
    </message>
    <message>
        <source>Names and patterns with spaces between, such as user.anna.* for all trees that begin like this; * is all trees.</source>
        <translation>Namen und Muster mit Leerzeichen dazwischen, etwa user.anna.* für alle Bäume, die so beginnen; * sind alle Bäume.</translation>
    </message>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tagen</translation>
    </message>
    <message>
        <source>in </source>
        <translation>in </translation>
    </message>
    <message>
        <source>The new token</source>
        <translation>Das neue Token</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>&amp;Role:</source>
        <translation>&amp;Rolle:</translation>
    </message>
    <message>
        <source>&amp;Trees:</source>
        <translation>&amp;Bäume:</translation>
    </message>
    <message>
        <source>&amp;Ends:</source>
        <translation>&amp;Endet:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This is the token. It is shown this once: copy it now, and keep it safe.</source>
        <translation>Das ist das Token. Es wird nur dieses eine Mal gezeigt: Kopieren Sie es jetzt und bewahren Sie es sicher auf.</translation>
    </message>
</context>
<context>
    <name>GenMirror::ObjectDelegate</name>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1 ← %2, %3</source>
        <translation>%1 ← %2, %3</translation>
    </message>
</context>
<context>
    <name>GenMirror::ObjectTableModel</name>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>(cannot be read)</source>
        <translation>(nicht lesbar)</translation>
    </message>
</context>
<context>
    <name>GenMirror::ObjectsPanel</name>
    <message>
        <source>Click to sort, drag to move; more columns by the right mouse button</source>
        <translation>Klicken sortiert, Ziehen verschiebt; weitere Spalten mit der rechten Maustaste</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>&amp;Fit to what is shown</source>
        <translation>An das Gezeigte an&amp;passen</translation>
    </message>
    <message>
        <source>&amp;The columns as at first</source>
        <translation>Die Spalten &amp;wie am Anfang</translation>
    </message>
    <message>
        <source>↑ %1 new</source>
        <translation>↑ %1 neu</translation>
    </message>
    <message>
        <source>↓ %1 new</source>
        <translation>↓ %1 neu</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>wird gesucht …</translation>
    </message>
    <message>
        <source>ordering…</source>
        <translation>wird geordnet …</translation>
    </message>
    <message numerus="yes">
        <source>%Ln match(es)</source>
        <translation>
            <numerusform>%Ln Treffer</numerusform>
            <numerusform>%Ln Treffer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln Objekt</numerusform>
            <numerusform>%Ln Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a set on the left.

No mirrors yet? Add a server: Ctrl+N</source>
        <translation>Wählen Sie links eine Menge aus.

Noch keine Spiegel? Fügen Sie einen Server hinzu: Strg+N</translation>
    </message>
    <message>
        <source>No object matches “%1”.</source>
        <translation>Kein Objekt passt zu „%1“.</translation>
    </message>
    <message>
        <source>This set holds no objects itself.
Its nested sets are on the left.</source>
        <translation>Diese Menge enthält selbst keine Objekte.
Die in ihr enthaltenen Mengen stehen links.</translation>
    </message>
    <message>
        <source>The objects of this set cannot be read:

%1</source>
        <translation>Die Objekte dieser Menge lassen sich nicht lesen:

%1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s), perhaps not all</source>
        <translation>
            <numerusform>%Ln Objekt, vielleicht nicht alle</numerusform>
            <numerusform>%Ln Objekte, vielleicht nicht alle</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GenMirror::PastBanner</name>
    <message>
        <source>The state before (Alt+Left)</source>
        <translation>Der Stand davor (Alt+Links)</translation>
    </message>
    <message>
        <source>Older state</source>
        <translation>Älterer Stand</translation>
    </message>
    <message>
        <source>The state after (Alt+Right)</source>
        <translation>Der Stand danach (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Newer state</source>
        <translation>Neuerer Stand</translation>
    </message>
    <message>
        <source>Return to &amp;live</source>
        <translation>Zurück zu &amp;live</translation>
    </message>
    <message>
        <source>Viewing generation %1, %2</source>
        <translation>Gezeigt wird Generation %1, %2</translation>
    </message>
    <message>
        <source>Opening an earlier state…</source>
        <translation>Ein früherer Stand wird geöffnet …</translation>
    </message>
    <message>
        <source>Opening generation %1…</source>
        <translation>Generation %1 wird geöffnet …</translation>
    </message>
</context>
<context>
    <name>GenMirror::PlainLabel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>GenMirror::ProblemLine</name>
    <message>
        <source>Enter token…</source>
        <translation>Token eingeben …</translation>
    </message>
    <message>
        <source>Choose another tree…</source>
        <translation>Anderen Baum wählen …</translation>
    </message>
    <message>
        <source>Use http://…</source>
        <translation>http:// verwenden …</translation>
    </message>
    <message>
        <source>Use https://…</source>
        <translation>https:// verwenden …</translation>
    </message>
    <message>
        <source>Choose an authority…</source>
        <translation>Autorität wählen…</translation>
    </message>
</context>
<context>
    <name>GenMirror::ProfileDialog</name>
    <message>
        <source>In &amp;production: marked by a coloured frame</source>
        <translation>In &amp;Produktion: durch einen farbigen Rahmen gekennzeichnet</translation>
    </message>
    <message>
        <source>&amp;Read-only: nothing is changed or administered from here</source>
        <translation>Nur &amp;lesen: Von hier aus wird nichts geändert oder verwaltet</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>How long the server may be silent before the connection is given up</source>
        <translation>Wie lange der Server schweigen darf, bevor die Verbindung aufgegeben wird</translation>
    </message>
    <message>
        <source>Address:</source>
        <translation>Adresse:</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Time-&amp;out:</source>
        <translation>&amp;Zeitgrenze:</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt …</translation>
    </message>
    <message>
        <source>✓ %1</source>
        <translation>✓ %1</translation>
    </message>
    <message>
        <source>⚠ %1</source>
        <translation>⚠ %1</translation>
    </message>
</context>
<context>
    <name>GenMirror::RowWords</name>
    <message>
        <source>never</source>
        <translation>nie</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>push</source>
        <translation>Push</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>Verwalter</translation>
    </message>
    <message>
        <source>editor</source>
        <translation>Bearbeiter</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>Leser</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>without a token</source>
        <translation>ohne Token</translation>
    </message>
</context>
<context>
    <name>GenMirror::RulesDialog</name>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>You are told when anything changes here. To add one, right-click a set on the left.</source>
        <translation>Sie werden benachrichtigt, wenn sich hier etwas ändert. Um etwas hinzuzufügen, klicken Sie links mit der rechten Maustaste auf eine Menge.</translation>
    </message>
</context>
<context>
    <name>GenMirror::SampleCard</name>
    <message>
        <source>See it live</source>
        <translation>Live ansehen</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>The release dates of some 460 products, as they really changed from 2021 on: 7,778 updates, played back at a pace that you choose. After the last the sample begins anew.</source>
        <translation>Die Erscheinungstage von rund 460 Produkten, wie sie sich seit 2021 wirklich geändert haben: 7.778 Aktualisierungen, abgespielt, so schnell Sie wollen. Nach der letzten beginnt das Beispiel von vorn.</translation>
    </message>
    <message>
        <source>What you will see:</source>
        <translation>Was Sie sehen werden:</translation>
    </message>
    <message>
        <source>• values glow as they change</source>
        <translation>• Werte leuchten auf, wenn sie sich ändern</translation>
    </message>
    <message>
        <source>• the timeline takes the whole window back to any state</source>
        <translation>• die Zeitleiste führt das ganze Fenster zu jedem früheren Stand</translation>
    </message>
    <message>
        <source>• each copy is proved to be what the server has</source>
        <translation>• jede Kopie ist nachweislich, was der Server hat</translation>
    </message>
    <message>
        <source>Pace:</source>
        <translation>Tempo:</translation>
    </message>
    <message>
        <source>S&amp;low</source>
        <translation>&amp;Langsam</translation>
    </message>
    <message>
        <source>A change a &amp;second</source>
        <translation>E&amp;ine Änderung je Sekunde</translation>
    </message>
    <message>
        <source>F&amp;ast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>Nothing leaves this computer.</source>
        <translation>Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Sho&amp;w the sample</source>
        <translation>Beis&amp;piel zeigen</translation>
    </message>
    <message>
        <source>Start the sam&amp;ple</source>
        <translation>Beis&amp;piel starten</translation>
    </message>
</context>
<context>
    <name>GenMirror::SampleServer</name>
    <message>
        <source>The sample server ended.</source>
        <translation>Der Beispielserver wurde beendet.</translation>
    </message>
    <message>
        <source>The sample server cannot be started: %1</source>
        <translation>Der Beispielserver kann nicht gestartet werden: %1</translation>
    </message>
    <message>
        <source>The sample needs genmirrord, genmirrorctl and the sample data, which are not installed here.</source>
        <translation>Das Beispiel braucht genmirrord, genmirrorctl und die Beispieldaten, die hier nicht installiert sind.</translation>
    </message>
    <message>
        <source>The sample&apos;s history could not be replayed.</source>
        <translation>Die Geschichte des Beispiels konnte nicht abgespielt werden.</translation>
    </message>
    <message>
        <source>The sample begins anew.</source>
        <translation>Das Beispiel beginnt von vorn.</translation>
    </message>
</context>
<context>
    <name>GenMirror::Sentences</name>
    <message>
        <source>&quot;%1&quot; is no link to an object or set: they look like genmirror://server/tree/set/id, with a slash at the end where a set is meant.</source>
        <translation>„%1“ ist kein Verweis auf ein Objekt oder eine Menge: sie sehen aus wie genmirror://server/baum/menge/schlüssel, mit einem Schrägstrich am Ende, wo eine Menge gemeint ist.</translation>
    </message>
    <message>
        <source>A collection is 32 lower-case hexadecimal digits, as an update&apos;s &quot;collection&quot; gives it.</source>
        <translation>Eine Kollektion hat 32 kleine Hexadezimalziffern, wie &quot;collection&quot; in einer Aktualisierung sie nennt.</translation>
    </message>
    <message>
        <source>A digest is 64 hexadecimal digits.</source>
        <translation>Eine Prüfsumme hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>The JSON is nested deeper than %1 levels.</source>
        <translation>Das JSON ist tiefer als %1 Ebenen geschachtelt.</translation>
    </message>
    <message>
        <source>Not valid JSON at byte %1: a NUL byte.</source>
        <translation>Kein gültiges JSON bei Byte %1: ein NUL-Byte.</translation>
    </message>
    <message>
        <source>Not valid JSON at byte %1: a surrogate without its pair.</source>
        <translation>Kein gültiges JSON bei Byte %1: ein Surrogat ohne sein Gegenstück.</translation>
    </message>
    <message>
        <source>A number&apos;s exponent is beyond ±1000000000.</source>
        <translation>Der Exponent einer Zahl liegt außerhalb von ±1000000000.</translation>
    </message>
    <message>
        <source>The name %1 occurs twice in one object.</source>
        <translation>Der Name %1 kommt in einem Objekt zweimal vor.</translation>
    </message>
    <message>
        <source>A JSON object is expected here.</source>
        <translation>Hier wird ein JSON-Objekt erwartet.</translation>
    </message>
    <message>
        <source>A JSON array is expected here.</source>
        <translation>Hier wird ein JSON-Array erwartet.</translation>
    </message>
    <message>
        <source>The object has the attribute &quot;%1&quot; twice.</source>
        <translation>Das Objekt hat das Attribut „%1“ zweimal.</translation>
    </message>
    <message>
        <source>An id may have at most %1 bytes; this one has %2.</source>
        <translation>Ein Schlüssel darf höchstens %1 Bytes haben; dieser hat %2.</translation>
    </message>
    <message>
        <source>A set&apos;s key is {&quot;attribute&quot;: &quot;NAME&quot;}, &quot;value&quot; or &quot;explicit&quot;.</source>
        <translation>Der Schlüssel einer Menge ist {&quot;attribute&quot;: &quot;NAME&quot;}, &quot;value&quot; oder &quot;explicit&quot;.</translation>
    </message>
    <message>
        <source>The ids of this set are explicit: give the id beside the object.</source>
        <translation>Die Schlüssel dieser Menge sind ausdrücklich: geben Sie den Schlüssel neben dem Objekt an.</translation>
    </message>
    <message>
        <source>The object lacks the attribute &quot;%1&quot;, which is the key of its set.</source>
        <translation>Dem Objekt fehlt das Attribut „%1“, das der Schlüssel seiner Menge ist.</translation>
    </message>
    <message>
        <source>The object&apos;s key attribute &quot;%1&quot;: %2</source>
        <translation>Das Schlüsselattribut „%1“ des Objekts: %2</translation>
    </message>
    <message>
        <source>A set&apos;s path is a JSON array of ids: </source>
        <translation>Der Pfad einer Menge ist ein JSON-Array von Schlüsseln: </translation>
    </message>
    <message>
        <source>Sets nest at most %1 deep; this path has %2 ids.</source>
        <translation>Mengen sind höchstens %1-fach geschachtelt; dieser Pfad hat %2 Schlüssel.</translation>
    </message>
    <message>
        <source>The update nests sets deeper than %1.</source>
        <translation>Die Aktualisierung schachtelt Mengen tiefer als %1-fach.</translation>
    </message>
    <message>
        <source>The server answered generation %1 to a request since %2 without saying that it was reset.</source>
        <translation>Der Server antwortete auf eine Anfrage ab %2 mit Generation %1, ohne zu sagen, dass er zurückgesetzt wurde.</translation>
    </message>
    <message>
        <source>The server answered for another collection without saying that it was reset.</source>
        <translation>Der Server antwortete für eine andere Kollektion, ohne zu sagen, dass er zurückgesetzt wurde.</translation>
    </message>
    <message>
        <source>The server promised more after generation %1, but sent nothing.</source>
        <translation>Der Server versprach nach Generation %1 mehr, schickte aber nichts.</translation>
    </message>
    <message>
        <source>The history is empty.</source>
        <translation>Die Geschichte ist leer.</translation>
    </message>
    <message>
        <source>The nearest that it was at are %1 and %2.</source>
        <translation>Die nächsten, bei denen er war, sind %1 und %2.</translation>
    </message>
    <message>
        <source>The newest that it was at is %1.</source>
        <translation>Die neueste, bei der er war, ist %1.</translation>
    </message>
    <message>
        <source>The oldest that is kept is %1.</source>
        <translation>Die älteste, die behalten wurde, ist %1.</translation>
    </message>
    <message>
        <source>The mirror was never at generation %1, or that is not kept. %2</source>
        <translation>Der Spiegel war nie bei Generation %1, oder sie wurde nicht behalten. %2</translation>
    </message>
    <message>
        <source>There is no mirror of &quot;%1&quot; in %2. It is made by mirroring the tree into that directory.</source>
        <translation>In %2 gibt es keinen Spiegel von „%1“. Er entsteht, wenn der Baum in diesen Ordner gespiegelt wird.</translation>
    </message>
    <message>
        <source>The history does not go back so far any more. Choose a newer generation.</source>
        <translation>Die Geschichte reicht nicht mehr so weit zurück. Wählen Sie eine neuere Generation.</translation>
    </message>
    <message>
        <source>The answer was cut off.</source>
        <translation>Die Antwort wurde abgeschnitten.</translation>
    </message>
    <message>
        <source>The server went back in time: it was at a generation before %1.</source>
        <translation>Der Server ging in der Zeit zurück: er war bei einer Generation vor %1.</translation>
    </message>
    <message>
        <source>The server began a new collection.</source>
        <translation>Der Server begann eine neue Kollektion.</translation>
    </message>
    <message>
        <source>It was asked for.</source>
        <translation>Es wurde verlangt.</translation>
    </message>
    <message>
        <source>%1 of the sets had dropped removals made after generation %2.</source>
        <translation>%1 der Mengen hatten Löschungen nach Generation %2 schon vergessen.</translation>
    </message>
    <message>
        <source>The digest was %1, the server&apos;s %2.</source>
        <translation>Die Prüfsumme war %1, die des Servers %2.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of updates. It looks like http://host/data?generation={generation}, with {generation} where the server expects the number.</source>
        <translation>„%1“ ist keine Adresse von Aktualisierungen. Sie sieht aus wie http://host/data?generation={generation}, mit {generation}, wo der Server die Zahl erwartet.</translation>
    </message>
    <message>
        <source>It was given up.</source>
        <translation>Es wurde aufgegeben.</translation>
    </message>
    <message>
        <source>The mirror differs from what %1 says its digest is; everything is fetched anew.</source>
        <translation>Der Spiegel weicht von der Prüfsumme ab, die %1 nennt; alles wird neu geholt.</translation>
    </message>
    <message>
        <source>The server has not been heard of for %1 s.</source>
        <translation>Vom Server war %1 s lang nichts zu hören.</translation>
    </message>
    <message>
        <source>The event stream stays silent: something between here and the server holds it back.</source>
        <translation>Der Ereignisstrom bleibt stumm: etwas zwischen hier und dem Server hält ihn zurück.</translation>
    </message>
    <message>
        <source>The connection is made anew.</source>
        <translation>Die Verbindung wird neu aufgebaut.</translation>
    </message>
    <message>
        <source>The server ended the event stream.</source>
        <translation>Der Server beendete den Ereignisstrom.</translation>
    </message>
    <message>
        <source>This server offers no event stream (status %1).</source>
        <translation>Dieser Server bietet keinen Ereignisstrom (Status %1).</translation>
    </message>
    <message>
        <source>This server answers with something that is no event stream.</source>
        <translation>Dieser Server antwortet mit etwas, das kein Ereignisstrom ist.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>Die Datei %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>The token is not sent to %1: without https anybody on the way could read it. Use https://%1.</source>
        <translation>Das Token wird nicht an %1 geschickt: ohne https könnte jeder unterwegs es lesen. Benutzen Sie https://%1.</translation>
    </message>
    <message>
        <source>This is no token. One begins with gmt_ and has 60 characters.</source>
        <translation>Das ist kein Token. Eines beginnt mit gmt_ und hat 60 Zeichen.</translation>
    </message>
    <message>
        <source>%1 holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).</source>
        <translation>%1 enthält kein Zertifikat in PEM-Form (-----BEGIN CERTIFICATE-----).</translation>
    </message>
    <message>
        <source>The first line of %1 is no token.</source>
        <translation>Die erste Zeile von %1 ist kein Token.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>%1 ist nicht erreichbar: %2.</translation>
    </message>
    <message>
        <source>%1 cannot prove that it is that server: %2. If its certificate was made by an authority of your own, give that authority&apos;s certificate: Mirror ▸ Token and authority… in the window, --ca FILE on the command line.</source>
        <translation>%1 kann nicht beweisen, dass es dieser Server ist: %2. Wenn sein Zertifikat von einer eigenen Zertifizierungsstelle stammt, geben Sie deren Zertifikat an: Spiegel ▸ Token und Zertifizierungsstelle… im Fenster, --ca DATEI auf der Befehlszeile.</translation>
    </message>
    <message>
        <source>%1 answers, but not as a GenMirror server does. Check the address.</source>
        <translation>%1 antwortet, aber nicht wie ein GenMirror-Server. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>%1 sends us elsewhere (status %2). Use that address instead: %3</source>
        <translation>%1 verweist anderswohin (Status %2). Benutzen Sie stattdessen diese Adresse: %3</translation>
    </message>
    <message>
        <source>The update was given up while it was read.</source>
        <translation>Die Aktualisierung wurde beim Lesen aufgegeben.</translation>
    </message>
    <message>
        <source>The answer is longer than %1 MiB, which is the most that is taken in this shape.</source>
        <translation>Die Antwort ist länger als %1 MiB; mehr wird in dieser Form nicht angenommen.</translation>
    </message>
    <message>
        <source>The answer is no update: </source>
        <translation>Die Antwort ist keine Aktualisierung: </translation>
    </message>
    <message>
        <source>The answer holds no &quot;generation&quot;, so it is no update of a generational set. Check the address.</source>
        <translation>Die Antwort enthält keine &quot;generation&quot;, ist also keine Aktualisierung einer Generationsmenge. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>The server is at generation %1, before ours; everything is fetched anew.</source>
        <translation>Der Server ist bei Generation %1, vor unserer; alles wird neu geholt.</translation>
    </message>
    <message>
        <source>The answer nests sets deeper than %1.</source>
        <translation>Die Antwort schachtelt Mengen tiefer als %1-fach.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be an array.</source>
        <translation>„%1“ muss ein Array sein.</translation>
    </message>
    <message>
        <source>A removal is no id: </source>
        <translation>Eine Löschung ist kein Schlüssel: </translation>
    </message>
    <message>
        <source>A nested set&apos;s &quot;id&quot; is not usable: </source>
        <translation>Die &quot;id&quot; einer enthaltenen Menge ist unbrauchbar: </translation>
    </message>
    <message>
        <source>An object of the answer is not usable: %1 If its ids stand in another attribute, say which.</source>
        <translation>Ein Objekt der Antwort ist unbrauchbar: %1 Wenn seine Schlüssel in einem anderen Attribut stehen, sagen Sie, in welchem.</translation>
    </message>
    <message>
        <source>An event&apos;s id has the form TREE.COLLECTION.GENERATION.DIGEST.</source>
        <translation>Die Kennung eines Ereignisses hat die Form BAUM.KOLLEKTION.GENERATION.PRÜFSUMME.</translation>
    </message>
    <message>
        <source>An event of the server is longer than %1 bytes.</source>
        <translation>Ein Ereignis des Servers ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be %2.</source>
        <translation>„%1“ muss %2 sein.</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>an integer from 0 on</source>
        <translation>eine ganze Zahl ab 0</translation>
    </message>
    <message>
        <source>The server answered with status %1.</source>
        <translation>Der Server antwortete mit Status %1.</translation>
    </message>
    <message>
        <source>A tree&apos;s name has 1 to 128 of the characters A-Z a-z 0-9 . _ - ~ and does not begin with a dot; &quot;%1&quot; has not.</source>
        <translation>Der Name eines Baums hat 1 bis 128 der Zeichen A-Z a-z 0-9 . _ - ~ und beginnt nicht mit einem Punkt; das gilt für „%1“ nicht.</translation>
    </message>
    <message>
        <source>The path has an empty id; the empty string is written %22%22.</source>
        <translation>Der Pfad hat einen leeren Schlüssel; die leere Zeichenkette schreibt man %22%22.</translation>
    </message>
    <message>
        <source>An id in the path is not UTF-8.</source>
        <translation>Ein Schlüssel im Pfad ist kein UTF-8.</translation>
    </message>
    <message>
        <source>An id may have at most %1 bytes.</source>
        <translation>Ein Schlüssel darf höchstens %1 Bytes haben.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no server&apos;s address. It looks like http://localhost:8765.</source>
        <translation>„%1“ ist keine Adresse eines Servers. Sie sieht aus wie http://localhost:8765.</translation>
    </message>
    <message>
        <source>A server&apos;s address has no query, fragment or user name: &quot;%1&quot;.</source>
        <translation>Die Adresse eines Servers hat keine Abfrage, kein Fragment und keinen Benutzernamen: „%1“.</translation>
    </message>
    <message>
        <source>%1 (byte %2 of the answer)</source>
        <translation>%1 (Byte %2 der Antwort)</translation>
    </message>
    <message>
        <source>An object has its key attribute &quot;%1&quot; twice.</source>
        <translation>Ein Objekt hat sein Schlüsselattribut „%1“ zweimal.</translation>
    </message>
    <message>
        <source>The answer is no update: a JSON object is expected.</source>
        <translation>Die Antwort ist keine Aktualisierung: ein JSON-Objekt wird erwartet.</translation>
    </message>
    <message>
        <source>The answer is nested deeper than %1 levels.</source>
        <translation>Die Antwort ist tiefer als %1 Ebenen geschachtelt.</translation>
    </message>
    <message>
        <source>An object&apos;s key attribute &quot;%1&quot; must be a string or an integer.</source>
        <translation>Das Schlüsselattribut „%1“ eines Objekts muss eine Zeichenkette oder eine ganze Zahl sein.</translation>
    </message>
    <message>
        <source>&quot;sets&quot; must hold objects.</source>
        <translation>&quot;sets&quot; muss Objekte enthalten.</translation>
    </message>
    <message>
        <source>The update lacks its &quot;generation&quot;.</source>
        <translation>Der Aktualisierung fehlt ihre &quot;generation&quot;.</translation>
    </message>
    <message>
        <source>A nested set must name its &quot;id&quot; before anything else.</source>
        <translation>Eine enthaltene Menge muss zuerst ihre &quot;id&quot; nennen.</translation>
    </message>
    <message>
        <source>An object of the update is not usable: </source>
        <translation>Ein Objekt der Aktualisierung ist unbrauchbar: </translation>
    </message>
    <message>
        <source>In a set with explicit ids an entry is [id, object].</source>
        <translation>In einer Menge mit ausdrücklichen Schlüsseln ist ein Eintrag [Schlüssel, Objekt].</translation>
    </message>
    <message>
        <source>An object is longer than %1 bytes.</source>
        <translation>Ein Objekt ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>A nested set&apos;s id is not usable: </source>
        <translation>Der Schlüssel einer enthaltenen Menge ist unbrauchbar: </translation>
    </message>
    <message>
        <source>A set&apos;s &quot;key&quot; must stand before its members.</source>
        <translation>Der &quot;key&quot; einer Menge muss vor ihren Mitgliedern stehen.</translation>
    </message>
    <message>
        <source>A value in the answer is longer than %1 bytes.</source>
        <translation>Ein Wert in der Antwort ist länger als %1 Bytes.</translation>
    </message>
    <message>
        <source>The answer ended in the middle, after %1 bytes.</source>
        <translation>Die Antwort endete mittendrin, nach %1 Bytes.</translation>
    </message>
    <message>
        <source>The answer is not valid JSON at byte %1: %2</source>
        <translation>Die Antwort ist bei Byte %1 kein gültiges JSON: %2</translation>
    </message>
    <message>
        <source>The answer holds no update.</source>
        <translation>Die Antwort enthält keine Aktualisierung.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
    <message>
        <source>%1 cannot be opened: %2. Check that its folder is there and writable.</source>
        <translation>%1 kann nicht geöffnet werden: %2. Prüfen Sie, ob der Ordner da und beschreibbar ist.</translation>
    </message>
    <message>
        <source>Qt&apos;s SQLite driver was built with another SQLite than GenMirror, which uses %1. Install the driver that belongs to the system&apos;s SQLite (Debian: libqt6sql6-sqlite).</source>
        <translation>Qts SQLite-Treiber wurde mit einem anderen SQLite gebaut als GenMirror, das %1 benutzt. Installieren Sie den Treiber, der zum SQLite des Systems gehört (Debian: libqt6sql6-sqlite).</translation>
    </message>
    <message>
        <source>%1 was written by a newer GenMirror (schema %2; this one knows %3). Use that one, or another folder.</source>
        <translation>%1 wurde von einem neueren GenMirror geschrieben (Schema %2; dieses kennt %3). Benutzen Sie jenes oder einen anderen Ordner.</translation>
    </message>
    <message>
        <source>Check that the file and its folder are writable.</source>
        <translation>Prüfen Sie, ob die Datei und ihr Ordner beschreibbar sind.</translation>
    </message>
    <message>
        <source>Another process holds it; try again.</source>
        <translation>Ein anderer Prozess hält sie fest; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Another GenMirror process keeps the mirror of &quot;%1&quot; in %2 up to date already. Stop it, or choose another directory. %3</source>
        <translation>Ein anderer GenMirror-Prozess hält den Spiegel von „%1“ in %2 schon aktuell. Beenden Sie ihn oder wählen Sie einen anderen Ordner. %3</translation>
    </message>
    <message>
        <source>%1 cannot be brought to the disk</source>
        <translation>%1 kann nicht auf die Platte gebracht werden</translation>
    </message>
    <message>
        <source>%1 cannot be given the name %2</source>
        <translation>%1 kann nicht in %2 umbenannt werden</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read</source>
        <translation>Der Ordner %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The file %1 cannot be written</source>
        <translation>Die Datei %1 kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made</source>
        <translation>Der Ordner %1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>The file %1 cannot be removed</source>
        <translation>Die Datei %1 kann nicht entfernt werden</translation>
    </message>
    <message>
        <source>Not all of the folder %1 can be removed</source>
        <translation>Nicht alles im Ordner %1 kann entfernt werden</translation>
    </message>
    <message>
        <source>It cannot be told whether %1 is there</source>
        <translation>Ob es %1 gibt, ist nicht festzustellen</translation>
    </message>
    <message>
        <source>Make room and try again.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Check the rights of the file and of its folder.</source>
        <translation>Prüfen Sie die Rechte der Datei und ihres Ordners.</translation>
    </message>
    <message>
        <source>Its disk can only be read.</source>
        <translation>Von ihrer Platte kann nur gelesen werden.</translation>
    </message>
    <message>
        <source>Both places have to be on one disk.</source>
        <translation>Beide Orte müssen auf einer Platte liegen.</translation>
    </message>
    <message>
        <source>The disk or the way to it failed. That may pass: try again, and look at the system&apos;s log.</source>
        <translation>Die Platte oder der Weg zu ihr hat versagt. Das kann vorübergehen: Versuchen Sie es noch einmal, und sehen Sie im Protokoll des Systems nach.</translation>
    </message>
    <message>
        <source>process %1 (%2) on the host %3</source>
        <translation>Prozess %1 (%2) auf dem Rechner %3</translation>
    </message>
    <message>
        <source>%1 is locked by another process.</source>
        <translation>%1 ist von einem anderen Prozess gesperrt.</translation>
    </message>
    <message>
        <source>%1 is locked by %2.</source>
        <translation>%1 ist gesperrt: %2.</translation>
    </message>
    <message>
        <source>The lock file %1 cannot be made</source>
        <translation>Die Sperrdatei %1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>The file %1 cannot be locked</source>
        <translation>Die Datei %1 kann nicht gesperrt werden</translation>
    </message>
    <message>
        <source>The lock file %1 is removed again and again.</source>
        <translation>Die Sperrdatei %1 wird immer wieder entfernt.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be opened</source>
        <translation>Der Ordner %1 kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>The folder %1 cannot be locked</source>
        <translation>Der Ordner %1 kann nicht gesperrt werden</translation>
    </message>
    <message>
        <source>This state is not kept any more.</source>
        <translation>Dieser Stand wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>An object in it makes no sense.</source>
        <translation>Ein Objekt darin ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>A record of its history is missing.</source>
        <translation>Ein Eintrag seiner Geschichte fehlt.</translation>
    </message>
    <message>
        <source>A change in its history makes no sense.</source>
        <translation>Eine Änderung in seiner Geschichte ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>What it calls a collection is none.</source>
        <translation>Was dort als Kollektion steht, ist keine.</translation>
    </message>
    <message>
        <source>What it calls a digest is none.</source>
        <translation>Was dort als Prüfsumme steht, ist keine.</translation>
    </message>
    <message>
        <source>%1 is damaged: %2 Repair the mirror from its server.</source>
        <translation>%1 ist beschädigt: %2 Reparieren Sie den Spiegel von seinem Server.</translation>
    </message>
    <message>
        <source>It does not say which state it holds.</source>
        <translation>Es steht nicht darin, welchen Stand sie enthält.</translation>
    </message>
    <message>
        <source>A set in it makes no sense.</source>
        <translation>Eine Menge darin ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>Its history makes no sense.</source>
        <translation>Die Geschichte darin ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>Sets are missing in it.</source>
        <translation>Mengen fehlen darin.</translation>
    </message>
    <message>
        <source>This state is not kept any more. Choose a newer generation.</source>
        <translation>Dieser Stand wird nicht mehr aufbewahrt. Wählen Sie eine neuere Generation.</translation>
    </message>
    <message>
        <source>The view of the past cannot be made.</source>
        <translation>Die Ansicht der Vergangenheit lässt sich nicht herstellen.</translation>
    </message>
    <message>
        <source>There is a file %1 already.</source>
        <translation>Eine Datei %1 gibt es schon.</translation>
    </message>
    <message>
        <source>%1 could not be brought to the disk. It has to be opened again before more is written to it.</source>
        <translation>%1 ließ sich nicht auf den Datenträger bringen. Die Datei muss neu geöffnet werden, bevor mehr hineingeschrieben wird.</translation>
    </message>
    <message>
        <source>it is not where it was</source>
        <translation>sie ist nicht mehr, wo sie war</translation>
    </message>
    <message>
        <source>The file is damaged. A mirror can be repaired from its server, a server&apos;s tree restored from a backup.</source>
        <translation>Die Datei ist beschädigt. Ein Spiegel lässt sich von seinem Server reparieren, der Baum eines Servers aus einer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>The file was moved, removed or replaced while it was open. Put it back, or start the program again.</source>
        <translation>Die Datei wurde verschoben, entfernt oder ersetzt, während sie offen war. Legen Sie sie zurück, oder starten Sie das Programm neu.</translation>
    </message>
    <message>
        <source>Check that the file and its folder are there, readable and writable.</source>
        <translation>Prüfen Sie, ob die Datei und ihr Ordner da, lesbar und beschreibbar sind.</translation>
    </message>
    <message>
        <source>%1: There is no room left (%2). Nothing of this change was kept; make room and try again.</source>
        <translation>%1: Es ist kein Platz mehr (%2). Von dieser Änderung wurde nichts behalten; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>%1 is empty, or was not made by GenMirror. Put the right file in its place, or move it away.</source>
        <translation>%1 ist leer oder wurde nicht von GenMirror gemacht. Legen Sie die richtige Datei an ihre Stelle, oder legen Sie diese beiseite.</translation>
    </message>
    <message>
        <source>There are more than %1 here.</source>
        <translation>Hier sind es mehr als %1.</translation>
    </message>
    <message>
        <source>An id must be a JSON string, or an integer from -9223372036854775808 to 9223372036854775807.</source>
        <translation>Eine Id muss eine JSON-Zeichenkette sein oder eine ganze Zahl von -9223372036854775808 bis 9223372036854775807.</translation>
    </message>
    <message>
        <source>%1, copied to %2</source>
        <translation>%1, kopiert nach %2</translation>
    </message>
    <message>
        <source>%1 is damaged: %2</source>
        <translation>%1 ist beschädigt: %2</translation>
    </message>
    <message>
        <source>%1 was written by an older GenMirror, and there is no room to bring it up to date. Make room and try again.</source>
        <translation>%1 wurde von einem älteren GenMirror geschrieben, und es ist kein Platz da, um sie auf den heutigen Stand zu bringen. Schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>No file can be made in %1</source>
        <translation>In %1 kann keine Datei angelegt werden</translation>
    </message>
    <message>
        <source>Nothing can be written in %1</source>
        <translation>In %1 kann nichts geschrieben werden</translation>
    </message>
    <message>
        <source>What it calls a generation is none.</source>
        <translation>Was darin Generation heißt, ist keine.</translation>
    </message>
    <message>
        <source>Its first set is missing.</source>
        <translation>Die erste Menge fehlt darin.</translation>
    </message>
    <message>
        <source>The mirror is damaged: %1. It can be repaired from its server.</source>
        <translation>Der Spiegel ist beschädigt: %1. Er lässt sich von seinem Server reparieren.</translation>
    </message>
    <message>
        <source>The mirror is catching up: what is stored so far adds up, but is no state that the server ever had. Mirror it again, then verify.</source>
        <translation>Der Spiegel holt noch auf: Was bisher gespeichert ist, stimmt in sich, ist aber kein Stand, den der Server je hatte. Spiegeln Sie noch einmal und prüfen Sie dann.</translation>
    </message>
    <message>
        <source>the object in row %1 belongs to no set</source>
        <translation>das Objekt in Zeile %1 gehört zu keiner Menge</translation>
    </message>
    <message>
        <source>the object in row %1 is not found by its id</source>
        <translation>das Objekt in Zeile %1 wird über seine Id nicht gefunden</translation>
    </message>
    <message>
        <source>the set %1 is not within the set that it should be in</source>
        <translation>die Menge %1 liegt nicht in der Menge, in der sie liegen sollte</translation>
    </message>
    <message>
        <source>it was emptied</source>
        <translation>er wurde geleert</translation>
    </message>
    <message>
        <source>its objects add up to %1, it should be %2</source>
        <translation>seine Objekte ergeben die Summe %1, es sollte %2 sein</translation>
    </message>
    <message>
        <source>it does not stand where its history ends</source>
        <translation>er steht nicht da, wo seine Geschichte endet</translation>
    </message>
    <message>
        <source>Everything was fetched anew, and yet: %1</source>
        <translation>Alles wurde neu geholt, und doch: %1</translation>
    </message>
    <message>
        <source>A verification found a difference. %1</source>
        <translation>Eine Prüfung fand einen Unterschied. %1</translation>
    </message>
    <message>
        <source>%1 was moved, removed or replaced while it was open. Try again.</source>
        <translation>%1 wurde verschoben, entfernt oder ersetzt, während die Datei offen war. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>An object that it lists is not in it.</source>
        <translation>Ein Objekt, das sie aufführt, ist nicht darin.</translation>
    </message>
    <message>
        <source>%1 was changed while it was read without a lock. Open it again.</source>
        <translation>%1 wurde geändert, während es ohne Sperre gelesen wurde. Öffnen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>A folder has no name.</source>
        <translation>Ein Ordner hat keinen Namen.</translation>
    </message>
    <message>
        <source>There are more than %1 fields here.</source>
        <translation>Hier sind mehr als %1 Felder.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; occurs twice.</source>
        <translation>Das Feld „%1“ kommt zweimal vor.</translation>
    </message>
    <message>
        <source>Other users of this machine can get at %1. If they should not: chmod -R go= there.</source>
        <translation>Andere Benutzer dieses Rechners kommen an %1 heran. Wenn sie das nicht sollen: dort chmod -R go=.</translation>
    </message>
    <message>
        <source>%1 can be read only from a copy, since it cannot be written where it is. There is no room for one in %2.</source>
        <translation>%1 ist nur aus einer Kopie zu lesen, da dort nicht geschrieben werden kann, wo die Datei liegt. In %2 ist kein Platz für eine Kopie.</translation>
    </message>
    <message>
        <source>an index names an object in row %1, which is not there</source>
        <translation>ein Index nennt ein Objekt in Zeile %1, das es nicht gibt</translation>
    </message>
    <message>
        <source>The settings cannot be written to %1. Make room there, or make it writable; until then changes are lost when the program ends.</source>
        <translation>Die Einstellungen lassen sich nicht nach %1 schreiben. Schaffen Sie dort Platz, oder machen Sie die Datei beschreibbar; bis dahin gehen Änderungen beim Beenden verloren.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be read: %2.</source>
        <translation>Die Einstellungen in %1 lassen sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>The settings in %1 cannot be copied to %2.</source>
        <translation>Die Einstellungen in %1 lassen sich nicht nach %2 kopieren.</translation>
    </message>
    <message>
        <source>The settings in %1 are damaged, and cannot be copied to %2.</source>
        <translation>Die Einstellungen in %1 sind beschädigt und lassen sich nicht nach %2 kopieren.</translation>
    </message>
    <message>
        <source>The settings in %1 were damaged: what could be read of them is used. The file that was there is kept as %2.</source>
        <translation>Die Einstellungen in %1 waren beschädigt: Was sich davon lesen ließ, wird verwendet. Die vorige Datei ist als %2 aufgehoben.</translation>
    </message>
    <message>
        <source>The file is kept as %1.</source>
        <translation>Die Datei ist als %1 aufgehoben.</translation>
    </message>
    <message>
        <source>Until this is mended no settings are used, and none are kept.</source>
        <translation>Bis das behoben ist, werden keine Einstellungen verwendet und keine aufgehoben.</translation>
    </message>
    <message>
        <source>%1 answers with more than %2 MiB. %3</source>
        <translation>%1 antwortet mit mehr als %2 MiB. %3</translation>
    </message>
    <message>
        <source>%1 did not end its answer in time.</source>
        <translation>%1 hat die Antwort nicht rechtzeitig beendet.</translation>
    </message>
    <message>
        <source>The answer of %1 was cut off: %2.</source>
        <translation>Die Antwort von %1 wurde abgeschnitten: %2.</translation>
    </message>
    <message>
        <source>The server answered with another tree, &quot;%1&quot;.</source>
        <translation>Der Server antwortete mit einem anderen Baum, „%1“.</translation>
    </message>
    <message>
        <source>The server did not say what the update comes to (its digest).</source>
        <translation>Der Server sagte nicht, worauf die Aktualisierung hinausläuft (ihre Prüfsumme).</translation>
    </message>
    <message>
        <source>The server sends more than it may: %1 MiB within %2 s.</source>
        <translation>Der Server sendet mehr, als er darf: %1 MiB in %2 s.</translation>
    </message>
    <message>
        <source>Ask for less at a time, by a limit.</source>
        <translation>Fragen Sie mit einer Grenze nach weniger auf einmal.</translation>
    </message>
    <message>
        <source>%1 does not speak https. If you trust the network on the way to it, use http:// instead.</source>
        <translation>%1 spricht kein https. Wenn Sie dem Netz auf dem Weg dorthin trauen, verwenden Sie stattdessen http://.</translation>
    </message>
    <message>
        <source>The server asks for a token. Give one; an admin of the server makes it.</source>
        <translation>Der Server verlangt ein Token. Geben Sie eines an; ein Admin des Servers stellt es aus.</translation>
    </message>
    <message>
        <source>The server does not take this token: it is misspelt, revoked or has expired. Give another one.</source>
        <translation>Der Server nimmt dieses Token nicht an: Es ist falsch geschrieben, widerrufen oder abgelaufen. Geben Sie ein anderes an.</translation>
    </message>
    <message>
        <source>The token was changed or revoked, or has expired, in the meantime. Try again, or give another one.</source>
        <translation>Das Token wurde inzwischen geändert oder widerrufen, oder es ist abgelaufen. Versuchen Sie es noch einmal, oder geben Sie ein anderes an.</translation>
    </message>
    <message>
        <source>Too many wrong tokens came from this machine&apos;s address. Wait a few minutes.</source>
        <translation>Von der Adresse dieses Rechners kamen zu viele falsche Token. Warten Sie ein paar Minuten.</translation>
    </message>
    <message>
        <source>The server has no tokens yet, so it answers programs on its own machine alone. Its admin has to make a first token there.</source>
        <translation>Der Server hat noch keine Token, darum antwortet er nur Programmen auf dem eigenen Rechner. Ein Admin muss dort ein erstes Token ausstellen.</translation>
    </message>
    <message>
        <source>The server does not answer web pages of this origin.</source>
        <translation>Der Server antwortet Webseiten dieser Herkunft nicht.</translation>
    </message>
    <message>
        <source>Your token does not allow this. Ask an admin of the server for one that does.</source>
        <translation>Ihr Token erlaubt das nicht. Bitten Sie einen Admin des Servers um eines, das es erlaubt.</translation>
    </message>
    <message>
        <source>This is about the server as a whole, and your token is for some trees only.</source>
        <translation>Das betrifft den ganzen Server, und Ihr Token gilt nur für einige Bäume.</translation>
    </message>
    <message>
        <source>The server takes no more requests from here for now. Try again in a minute.</source>
        <translation>Der Server nimmt von hier vorerst keine Anfragen mehr an. Versuchen Sie es in einer Minute noch einmal.</translation>
    </message>
    <message>
        <source>The server has no such tree, or your token does not reach it.</source>
        <translation>Der Server hat keinen solchen Baum, oder Ihr Token reicht nicht bis zu ihm.</translation>
    </message>
    <message>
        <source>The set is not there (any more).</source>
        <translation>Die Menge gibt es nicht (mehr).</translation>
    </message>
    <message>
        <source>The object is not there (any more).</source>
        <translation>Das Objekt gibt es nicht (mehr).</translation>
    </message>
    <message>
        <source>The token is not there (any more).</source>
        <translation>Das Token gibt es nicht (mehr).</translation>
    </message>
    <message>
        <source>The server does not know this client (any more).</source>
        <translation>Der Server kennt diesen Client nicht (mehr).</translation>
    </message>
    <message>
        <source>There is no such backup (any more), or it does not hold this tree.</source>
        <translation>Diese Sicherung gibt es nicht (mehr), oder sie enthält diesen Baum nicht.</translation>
    </message>
    <message>
        <source>There is a tree of this name already.</source>
        <translation>Einen Baum dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>The set is there already.</source>
        <translation>Die Menge gibt es schon.</translation>
    </message>
    <message>
        <source>A nested set has this id. Remove it first, or choose another id.</source>
        <translation>Eine enthaltene Menge hat diese Id. Entfernen Sie sie zuerst, oder wählen Sie eine andere Id.</translation>
    </message>
    <message>
        <source>An object has this id. Remove it first, or choose another id.</source>
        <translation>Ein Objekt hat diese Id. Entfernen Sie es zuerst, oder wählen Sie eine andere Id.</translation>
    </message>
    <message>
        <source>There is a backup of this name already.</source>
        <translation>Eine Sicherung dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>Somebody else has changed this in the meantime.</source>
        <translation>Jemand anderes hat das inzwischen geändert.</translation>
    </message>
    <message>
        <source>An object may have at most 16 MiB.</source>
        <translation>Ein Objekt darf höchstens 16 MiB haben.</translation>
    </message>
    <message>
        <source>This is the last token of an admin for all trees that does not expire. Make another one first: without it nobody could look after the server some day.</source>
        <translation>Das ist das letzte Token eines Admins für alle Bäume, das nicht abläuft. Stellen Sie zuerst ein anderes aus: Ohne es könnte sich eines Tages niemand mehr um den Server kümmern.</translation>
    </message>
    <message>
        <source>The first token has to be an admin&apos;s, for all trees, and without an end: as soon as there is one, nobody gets in without.</source>
        <translation>Das erste Token muss das eines Admins sein, für alle Bäume und ohne Ablauf: Sobald es eines gibt, kommt niemand mehr ohne hinein.</translation>
    </message>
    <message>
        <source>The server has too much to do. Try again in a while.</source>
        <translation>Der Server hat zu viel zu tun. Versuchen Sie es nach einer Weile noch einmal.</translation>
    </message>
    <message>
        <source>The server is stopping. Try again in a while.</source>
        <translation>Der Server wird gerade beendet. Versuchen Sie es nach einer Weile noch einmal.</translation>
    </message>
    <message>
        <source>The server&apos;s clock may have jumped, so it does not know how old removals are. Try again an hour after its clock is right, or choose by number or generation.</source>
        <translation>Die Uhr des Servers ist vielleicht gesprungen, darum kennt er das Alter von Löschungen nicht. Versuchen Sie es eine Stunde, nachdem seine Uhr richtig geht, noch einmal, oder wählen Sie nach Anzahl oder Generation.</translation>
    </message>
    <message>
        <source>The server could not read or write its files. Its log says why.</source>
        <translation>Der Server konnte seine Dateien nicht lesen oder schreiben. Warum, steht in seinem Protokoll.</translation>
    </message>
    <message>
        <source>The server has no room left on its disk.</source>
        <translation>Der Server hat auf seinem Datenträger keinen Platz mehr.</translation>
    </message>
    <message>
        <source>The tree&apos;s file at the server is damaged. An admin can restore it from a backup.</source>
        <translation>Die Datei des Baums auf dem Server ist beschädigt. Ein Admin kann sie aus einer Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>A link has at most %1 characters.</source>
        <translation>Ein Link hat höchstens %1 Zeichen.</translation>
    </message>
    <message>
        <source>There is no folder of this user&apos;s alone to meet in: neither XDG_RUNTIME_DIR, nor %1, nor %2. Set XDG_RUNTIME_DIR to a folder with the rights 0700.</source>
        <translation>Es gibt keinen Ordner, der nur diesem Benutzer gehört, als Treffpunkt: weder XDG_RUNTIME_DIR noch %1 noch %2. Setzen Sie XDG_RUNTIME_DIR auf einen Ordner mit den Rechten 0700.</translation>
    </message>
    <message>
        <source>The line lacks &quot;%1&quot;.</source>
        <translation>Der Zeile fehlt „%1“.</translation>
    </message>
    <message>
        <source>The line&apos;s &quot;%1&quot; is not the text of its &quot;%2&quot;.</source>
        <translation>„%1“ der Zeile ist nicht der Text von ihrem „%2“.</translation>
    </message>
    <message>
        <source>Verified against the server&apos;s digest of generation %1.</source>
        <translation>Geprüft gegen die Prüfsumme des Servers von Generation %1.</translation>
    </message>
    <message>
        <source>Found different: all is as it was stored, but the server&apos;s digest of generation %1 was another. The mirror has to be repaired from its server.</source>
        <translation>Als verschieden befunden: Alles ist, wie es gespeichert wurde, aber die Prüfsumme des Servers von Generation %1 war eine andere. Der Spiegel muss von seinem Server repariert werden.</translation>
    </message>
    <message>
        <source>Not proved: all is as it was stored, but was never compared with the server. Mirror it again.</source>
        <translation>Nicht nachgewiesen: Alles ist, wie es gespeichert wurde, wurde aber nie mit dem Server verglichen. Spiegeln Sie erneut.</translation>
    </message>
    <message>
        <source>Never synced: there is nothing in the mirror that could be verified.</source>
        <translation>Nie abgeglichen: Im Spiegel ist nichts, das geprüft werden könnte.</translation>
    </message>
    <message>
        <source>Not proved: this server gives no digests. All is as it was stored, but whether the server has the same cannot be told.</source>
        <translation>Nicht nachgewiesen: Dieser Server nennt keine Prüfsummen. Alles ist, wie es gespeichert wurde; ob der Server dasselbe hat, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>The answer&apos;s compression is damaged.</source>
        <translation>Die Komprimierung der Antwort ist beschädigt.</translation>
    </message>
    <message>
        <source>The head of the answer of %1 cannot be read: it has no fields, or more than %2 KiB of them.</source>
        <translation>Der Kopf der Antwort von %1 kann nicht gelesen werden: Er hat keine Felder oder mehr als %2 KiB davon.</translation>
    </message>
    <message>
        <source>The head of the answer of %1 has %2 KiB; more than %3 KiB are not taken.</source>
        <translation>Der Kopf der Antwort von %1 hat %2 KiB; mehr als %3 KiB werden nicht angenommen.</translation>
    </message>
    <message>
        <source>%1 answers in an encoding that was not asked for, &quot;%2&quot;.</source>
        <translation>%1 antwortet in einer Codierung, nach der nicht gefragt wurde: „%2“.</translation>
    </message>
    <message>
        <source>The answer of %1 was cut off: its compression has no end.</source>
        <translation>Die Antwort von %1 wurde abgeschnitten: Ihre Komprimierung hat kein Ende.</translation>
    </message>
    <message>
        <source>%1 answers with no update (status %2). Check the address.</source>
        <translation>%1 antwortet ohne Aktualisierung (Status %2). Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>It asks to be left alone for %1 s.</source>
        <translation>Er bittet, %1 s in Ruhe gelassen zu werden.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is the string %2; it must be a number, without quotation marks.</source>
        <translation>„%1“ ist die Zeichenkette %2; es muss eine Zahl sein, ohne Anführungszeichen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2; it must be an integer from 1 to 2^63-1.</source>
        <translation>„%1“ ist %2; es muss eine ganze Zahl von 1 bis 2^63-1 sein.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is written %2; it must be written in digits alone, without a point or an exponent.</source>
        <translation>„%1“ ist als %2 geschrieben; es muss allein aus Ziffern bestehen, ohne Punkt und Exponent.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, but generations begin with 1.</source>
        <translation>„%1“ ist %2, Generationen beginnen aber mit 1.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, which is more than 2^63-1.</source>
        <translation>„%1“ ist %2; das ist mehr als 2^63-1.</translation>
    </message>
    <message>
        <source>A set of the mirror has another number of objects than it should (%2 in place of %1). Repair the mirror from its server.</source>
        <translation>Eine Menge des Spiegels hat eine andere Zahl von Objekten, als sie soll (%2 statt %1). Reparieren Sie den Spiegel von seinem Server.</translation>
    </message>
    <message>
        <source>A set in it has another number of objects than it should (%2 in place of %1).</source>
        <translation>Eine Menge darin hat eine andere Zahl von Objekten, als sie soll (%2 statt %1).</translation>
    </message>
    <message>
        <source>the set %1 has another number of objects than it should (%2 in place of %3)</source>
        <translation>die Menge %1 hat eine andere Zahl von Objekten, als sie soll (%2 statt %3)</translation>
    </message>
    <message>
        <source>Nothing was sent: this connection only reads.</source>
        <translation>Es wurde nichts gesendet: Diese Verbindung liest nur.</translation>
    </message>
    <message>
        <source>The answer is longer than %1 bytes.</source>
        <translation>Die Antwort ist länger als %1 Byte.</translation>
    </message>
    <message>
        <source>One of the two states is not kept any more.</source>
        <translation>Einer der beiden Stände wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>%1 sends us elsewhere (status %2), to no address of a server. Check the address.</source>
        <translation>%1 schickt uns anderswohin (Status %2), zu keiner Adresse eines Servers. Prüfen Sie die Adresse.</translation>
    </message>
    <message>
        <source>The server refuses this (status %1). It says: “%2”</source>
        <translation>Der Server lehnt das ab (Status %1). Er sagt: „%2“</translation>
    </message>
</context>
<context>
    <name>GenMirror::ServerFinder</name>
    <message>
        <source>No GenMirror server answers there. Tried: %1. (%2)</source>
        <translation>Dort antwortet kein GenMirror-Server. Versucht: %1. (%2)</translation>
    </message>
</context>
<context>
    <name>GenMirror::ServerHistoryModel</name>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>Generations</source>
        <translation>Generationen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Only the newest %1 are listed; genmirrorctl history --remote tells all.</source>
        <translation>Nur die neuesten %1 sind aufgeführt; genmirrorctl history --remote nennt alle.</translation>
    </message>
    <message>
        <source>What was done before generation %1 is not kept.</source>
        <translation>Was vor Generation %1 geschah, ist nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>This is all since the tree was made.</source>
        <translation>Das ist alles, seit der Baum angelegt wurde.</translation>
    </message>
</context>
<context>
    <name>GenMirror::ServerPage</name>
    <message>
        <source>Administration of %1</source>
        <translation>Verwaltung von %1</translation>
    </message>
    <message>
        <source>Only entries that contain…</source>
        <translation>Nur Einträge, die enthalten …</translation>
    </message>
    <message>
        <source>Filter of the audit log</source>
        <translation>Filter des Protokolls</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>Bäume</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Generation</source>
        <translation>Generation</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Mengen</translation>
    </message>
    <message>
        <source>Removals kept</source>
        <translation>Gemerkte Löschungen</translation>
    </message>
    <message>
        <source>Floor</source>
        <translation>Untergrenze</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changes a minute</source>
        <translation>Änderungen je Minute</translation>
    </message>
    <message>
        <source>This server has no trees yet.</source>
        <translation>Dieser Server hat noch keine Bäume.</translation>
    </message>
    <message>
        <source>&amp;Compact…</source>
        <translation>Ver&amp;dichten …</translation>
    </message>
    <message>
        <source>&amp;Reset…</source>
        <translation>&amp;Zurücksetzen …</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>Rückstand</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>Zuletzt gesehen</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>No mirror has asked this server yet.</source>
        <translation>Noch hat kein Spiegel diesen Server gefragt.</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>This server has no tokens: every program on its machine may do everything. The first one has to be an admin&apos;s.</source>
        <translation>Dieser Server hat keine Token: Jedes Programm auf seinem Rechner darf alles. Das erste muss das eines Verwalters sein.</translation>
    </message>
    <message>
        <source>&amp;Make…</source>
        <translation>&amp;Anlegen …</translation>
    </message>
    <message>
        <source>Re&amp;voke…</source>
        <translation>Wider&amp;rufen …</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>There are no backups. One is made while everybody goes on.</source>
        <translation>Es gibt keine Sicherungen. Eine entsteht, während alle weiterarbeiten.</translation>
    </message>
    <message>
        <source>&amp;Back up now</source>
        <translation>Jetzt &amp;sichern</translation>
    </message>
    <message>
        <source>Re&amp;store…</source>
        <translation>&amp;Wiederherstellen …</translation>
    </message>
    <message>
        <source>Remo&amp;ve…</source>
        <translation>&amp;Entfernen …</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von wo</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>No entry.</source>
        <translation>Kein Eintrag.</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren …</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Es fehlen</translation>
    </message>
</context>
<context>
    <name>GenMirror::SetTabs</name>
    <message>
        <source>Open sets</source>
        <translation>Offene Mengen</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
</context>
<context>
    <name>GenMirror::SheetWords</name>
    <message>
        <source>Spreadsheets do not &amp;calculate what is exported or copied</source>
        <translation>Tabellenp&amp;rogramme berechnen nicht, was exportiert oder kopiert wird</translation>
    </message>
    <message>
        <source>CSV files tell &amp;Excel that they are UTF-8 (byte order mark)</source>
        <translation>CSV-Dateien sagen &amp;Excel, dass sie UTF-8 sind (Byte Order Mark)</translation>
    </message>
</context>
<context>
    <name>GenMirror::ShortcutsPage</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What they do</source>
        <translation>Was sie tun</translation>
    </message>
    <message>
        <source>Goes to the next part of the window</source>
        <translation>Geht zum nächsten Teil des Fensters</translation>
    </message>
    <message>
        <source>In the history: views that state</source>
        <translation>In der Geschichte: zeigt diesen Stand</translation>
    </message>
    <message>
        <source>Middle button</source>
        <translation>Mittlere Maustaste</translation>
    </message>
    <message>
        <source>On a set: opens it in a tab of its own</source>
        <translation>Auf einer Menge: öffnet sie in einem eigenen Tab</translation>
    </message>
</context>
<context>
    <name>GenMirror::StartPage</name>
    <message>
        <source>&amp;Back to the mirrors</source>
        <translation>&amp;Zurück zu den Spiegeln</translation>
    </message>
    <message>
        <source>A live, proved copy of a server&apos;s data</source>
        <translation>Eine lebende, geprüfte Kopie der Daten eines Servers</translation>
    </message>
    <message>
        <source>Always up to date, the same byte for byte, and there without a network, too.</source>
        <translation>Immer aktuell, Byte für Byte gleich, und auch ohne Netz da.</translation>
    </message>
    <message>
        <source>Open a li&amp;nk…</source>
        <translation>Li&amp;nk öffnen…</translation>
    </message>
    <message>
        <source>&amp;Import connections…</source>
        <translation>Verbindungen einlesen…</translation>
    </message>
    <message>
        <source>Another &amp;kind of server…</source>
        <translation>Anderer Server…</translation>
    </message>
</context>
<context>
    <name>GenMirror::StatusLine</name>
    <message>
        <source>Opening…</source>
        <translation>Wird geöffnet …</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindet …</translation>
    </message>
    <message>
        <source>Catching up</source>
        <translation>Holt auf</translation>
    </message>
    <message>
        <source>Live (push)</source>
        <translation>Live (Push)</translation>
    </message>
    <message>
        <source>Live (polling)</source>
        <translation>Live (Abfrage)</translation>
    </message>
    <message>
        <source>No access</source>
        <translation>Kein Zugang</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Fetch anew</source>
        <translation>Neu holen</translation>
    </message>
    <message>
        <source>Moves the damaged file aside and fetches everything from the server</source>
        <translation>Legt die beschädigte Datei beiseite und holt alles vom Server</translation>
    </message>
    <message>
        <source>No mirror selected</source>
        <translation>Kein Spiegel ausgewählt</translation>
    </message>
    <message>
        <source>No push: %1</source>
        <translation>Kein Push: %1</translation>
    </message>
    <message>
        <source>generation %1, %2 behind</source>
        <translation>Generation %1, %2 zurück</translation>
    </message>
    <message>
        <source>generation %1</source>
        <translation>Generation %1</translation>
    </message>
    <message>
        <source>not verifiable</source>
        <translation>nicht überprüfbar</translation>
    </message>
    <message>
        <source>verified ✓</source>
        <translation>geprüft ✓</translation>
    </message>
    <message>
        <source>Digest %1</source>
        <translation>Prüfsumme %1</translation>
    </message>
    <message>
        <source>A server of this kind tells neither digest nor collection: whether this copy is the same cannot be proved.</source>
        <translation>Ein Server dieser Art nennt weder Prüfsumme noch Kollektion: Ob diese Kopie die gleiche ist, lässt sich nicht nachweisen.</translation>
    </message>
    <message>
        <source>as of %1</source>
        <translation>Stand: %1</translation>
    </message>
    <message>
        <source>as stored, no contact yet</source>
        <translation>wie gespeichert, noch kein Kontakt</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>Einzelheiten …</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Reparieren</translation>
    </message>
    <message>
        <source>Reads the mirror&apos;s file again</source>
        <translation>Liest die Datei des Spiegels noch einmal</translation>
    </message>
    <message>
        <source>Fetches everything from the server and compares; what is the same stays</source>
        <translation>Holt alles vom Server und vergleicht; was gleich ist, bleibt</translation>
    </message>
    <message>
        <source>Cannot be read: %1</source>
        <translation>Nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Cannot store</source>
        <translation>Kann nicht speichern</translation>
    </message>
    <message>
        <source>The damaged file was moved to %1</source>
        <translation>Die beschädigte Datei liegt jetzt in %1</translation>
    </message>
    <message>
        <source>The server&apos;s last sign of life: %1</source>
        <translation>Letztes Lebenszeichen des Servers: %1</translation>
    </message>
    <message>
        <source>All objects were last read and added up: %1</source>
        <translation>Alle Objekte zuletzt gelesen und zusammengezählt: %1</translation>
    </message>
    <message>
        <source>Not all objects have been read and added up yet.</source>
        <translation>Noch wurden nicht alle Objekte gelesen und zusammengezählt.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln object(s)</source>
        <translation>
            <numerusform>%Ln Objekt</numerusform>
            <numerusform>%Ln Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>viewing generation %1 of %2</source>
        <translation>gezeigt: Generation %1 von %2</translation>
    </message>
    <message>
        <source>In the server&apos;s words: %1</source>
        <translation>In den Worten des Servers: %1</translation>
    </message>
</context>
<context>
    <name>GenMirror::TimeScale</name>
    <message>
        <source>ddd d</source>
        <translation>ddd d.</translation>
    </message>
    <message>
        <source>d</source>
        <translation>d.</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>hh:mm:ss</source>
        <translation>hh:mm:ss</translation>
    </message>
    <message>
        <source>hh:mm</source>
        <translation>hh:mm</translation>
    </message>
</context>
<context>
    <name>GenMirror::Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>%1 added, %2 changed, %3 removed</source>
        <translation>%1 neu, %2 geändert, %3 entfernt</translation>
    </message>
    <message>
        <source>Generation %1, %2: %3</source>
        <translation>Generation %1, %2: %3</translation>
    </message>
    <message>
        <source>No history yet</source>
        <translation>Noch keine Geschichte</translation>
    </message>
    <message>
        <source>What was before generation %1 is not kept.</source>
        <translation>Was vor Generation %1 war, wird nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Generations %1 to %2, %3 to %4: %5</source>
        <translation>Generationen %1 bis %2, %3 bis %4: %5</translation>
    </message>
    <message>
        <source>%1. Selected: %2 to %3</source>
        <translation>%1. Gewählt: %2 bis %3</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurückgesetzt</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>Repariert</translation>
    </message>
    <message>
        <source>First sync</source>
        <translation>Erste Übertragung</translation>
    </message>
    <message>
        <source>Compacted before %1</source>
        <translation>Verdichtet vor %1</translation>
    </message>
</context>
<context>
    <name>GenMirror::Tray</name>
    <message>
        <source>&amp;Show GenMirror</source>
        <translation>GenMirror &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
</context>
<context>
    <name>GenMirror::VersionStrip</name>
    <message>
        <source>Versions over time</source>
        <translation>Fassungen im Lauf der Zeit</translation>
    </message>
    <message>
        <source>%1 compared with %2</source>
        <translation>%1 verglichen mit %2</translation>
    </message>
    <message>
        <source>Generation %1, %2</source>
        <translation>Generation %1, %2</translation>
    </message>
</context>
<context>
    <name>GenMirror::Words</name>
    <message>
        <source>first sync</source>
        <translation>erste Übertragung</translation>
    </message>
    <message>
        <source>poll</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>push</source>
        <translation>Push</translation>
    </message>
    <message>
        <source>refresh</source>
        <translation>auf Wunsch</translation>
    </message>
    <message>
        <source>too far behind</source>
        <translation>zu weit zurück</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>zurückgesetzt</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>repariert</translation>
    </message>
    <message>
        <source>opening</source>
        <translation>wird geöffnet</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>verbindet</translation>
    </message>
    <message>
        <source>catching up</source>
        <translation>holt auf</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gestoppt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source>polling</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>created</source>
        <translation>angelegt</translation>
    </message>
    <message>
        <source>compaction</source>
        <translation>Verdichtung</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>wiederhergestellt</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>blockiert</translation>
    </message>
    <message>
        <source>the root set</source>
        <translation>die Wurzelmenge</translation>
    </message>
</context>
</TS>
