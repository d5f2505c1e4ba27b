// Changing objects: what is typed goes to the server, and comes back through the mirror as everything does.
#include "app/genmirror/desktop.h"
#include "model/core/utf8.h"

#include "ui/editdialog.h"
#include "ui/foreigntext.h"
#include "ui/objectspanel.h"
#include "ui/settabs.h"

#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

constexpr qsizetype MostAtOnce = 500; // objects that are changed by one edit
constexpr qsizetype MostUndone = 50;  // edits that can be taken back
constexpr qsizetype MostNamed = 10;   // keys in a question

using Change = ObjectWriter::Change;

QString namesOf(const QList<Change> &changes)
{
    QStringList names;
    for (const Change &change : changes.mid(0, MostNamed))
        names.append(change.id.toDisplay());
    return names.join(u", "_s) + (changes.size() > MostNamed ? u", …"_s : QString());
}

/// For a person; one sentence for each kind of edit.
QString whatWasDone(const QList<Change> &changes)
{
    const auto added = int(std::ranges::count_if(changes, &QByteArray::isNull, &Change::before));
    const auto removed = int(std::ranges::count_if(changes, &QByteArray::isNull, &Change::after));
    const int changed = int(changes.size()) - added - removed;
    QStringList sentences;
    if (added > 0)
        sentences.append(Desktop::tr("%Ln object(s) were added on the server.", nullptr, added));
    if (changed > 0)
        sentences.append(Desktop::tr("%Ln object(s) were changed on the server.", nullptr, changed));
    if (removed > 0)
        sentences.append(Desktop::tr("%Ln object(s) were removed from the server.", nullptr, removed));
    return sentences.join(u' ');
}

/// What the person typed, object by object; an error where a key is another or is given twice.
Result<QList<Change>> changesOf(const EditDialog &dialog, const QList<Change> &known, const SetKey &key)
{
    const auto texts = dialog.texts();
    if (!texts)
        return failureOf(texts);
    QList<Change> changes;
    for (qsizetype i = 0; i < texts->size(); ++i) {
        const QByteArray &text = texts->at(i);
        const bool isExplicit = key.kind == SetKey::Kind::Explicit;
        auto id = isExplicit ? i < known.size() ? Result<ObjectId>(known[i].id)
                                                : Result<ObjectId>(ObjectId::ofString(dialog.key()))
                             : key.idOf(text);
        if (!id)
            return failureOf(id);
        if (i < known.size() && known[i].id != *id)
            return failure(
                Error::Kind::InvalidArgument,
                Desktop::tr("The key of %1 may not be changed: it would be another object. Add a new "
                            "one and remove this one instead.")
                    .arg(known[i].id.toDisplay()));
        if (i < known.size() && text == dialog.bases().value(i))
            continue;
        if (std::ranges::find(changes, *id, &Change::id) != changes.end())
            return failure(Error::Kind::InvalidArgument,
                           Desktop::tr("The key %1 stands there twice.").arg(id->toDisplay()));
        changes.append(
            {.id = *id, .before = i < known.size() ? known[i].before : QByteArray(), .after = text});
    }
    return changes;
}

} // namespace

ObjectWriter::Target Desktop::editTarget()
{
    const MirrorConfig &config = shown()->session->config();
    return {.server = config.server,
            .credentials = config.credentials,
            .gate = gateOf(config.server),
            .tree = config.tree,
            .set = m_window.tabs().current().set};
}

void Desktop::editObjects()
{
    if (!mayDo(Act::ChangeObjects) || m_objects.set() == 0)
        return;
    const QList<qint64> rows = m_window.objects().selectedRows();
    if (rows.isEmpty() || rows.size() > MostAtOnce) {
        m_window.statusBar()->showMessage(
            rows.isEmpty() ? tr("Select the objects to change first.")
                           : tr("At most %Ln object(s) can be changed at once.", nullptr, int(MostAtOnce)),
            LongSentence);
        return;
    }
    QList<Change> known;
    QByteArrayList texts;
    const auto objects = readOf(m_shown, m_objects.view()->objects(rows));
    if (!objects)
        return;
    for (const MirrorObject &object : *objects) {
        known.append({.id = object.object.id, .before = object.object.text, .after = {}});
        texts.append(object.object.text);
    }
    const QString title = known.size() == 1 ? tr("Edit %1").arg(known.first().id.toDisplay())
                                            : tr("Edit %Ln object(s)", nullptr, int(known.size()));
    openEditor(new EditDialog(title, texts, &m_window), known);
}

void Desktop::newObject()
{
    if (!mayDo(Act::ChangeObjects) || m_objects.set() == 0)
        return;
    openEditor(new EditDialog(tr("New object"), {}, &m_window), {});
}

void Desktop::openEditor(EditDialog *dialog, const QList<Change> &known)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto set = readOf(m_shown, shown()->view()->set(m_window.tabs().current().set));
    if (!set)
        return dialog->deleteLater();
    const SetKey key = *set ? (*set)->setKey : SetKey();
    if (known.isEmpty() && key.kind == SetKey::Kind::Explicit)
        dialog->askForKey();
    const auto target = editTarget();
    const auto state = std::make_shared<QList<Change>>(known); // what the server is believed to have
    connect(dialog, &EditDialog::sendRequested, this, [this, dialog, key, target, state] {
        const auto changes = changesOf(*dialog, *state, key);
        if (!changes)
            return dialog->setProblem(changes.error().detail);
        dialog->setBusy(true);
        const QPointer<EditDialog> open(dialog);
        m_writer.write(
            target, *changes,
            [this, open, state, target, changes = *changes](const Result<ObjectWriter::Outcome> &told) {
                if (told && !told->conflict)
                    keepForUndo(target, changes);
                if (!open)
                    return;
                if (!told)
                    return open->setProblem(told.error().detail);
                if (!told->conflict)
                    return open->accept();
                if (state->isEmpty())
                    *state = changes;
                for (const Change &theirs : told->theirs) {
                    const auto mine = std::ranges::find(*state, theirs.id, &Change::id);
                    if (mine != state->end())
                        mine->before = theirs.before;
                }
                QByteArrayList bases;
                for (const Change &change : std::as_const(*state))
                    bases.append(change.before);
                open->setConflict(bases);
            });
    });
    dialog->open();
}

void Desktop::removeObjects()
{
    if (!mayDo(Act::ChangeObjects) || m_objects.set() == 0)
        return;
    const QList<qint64> rows = m_window.objects().selectedRows().mid(0, MostAtOnce);
    const auto objects = readOf(m_shown, m_objects.view()->objects(rows));
    if (!objects)
        return;
    QList<Change> changes;
    for (const MirrorObject &object : *objects)
        changes.append({.id = object.object.id, .before = object.object.text, .after = {}});
    if (changes.isEmpty())
        return;
    ask(tr("Remove objects"),
        tr("Remove %Ln object(s) from the server?", nullptr, int(changes.size())) + u"\n\n"_s +
            namesOf(changes),
        tr("Remove"), [this, changes, target = editTarget()] { send(target, changes, false); });
}

/// Changes without an editor: a conflict asks once more.
void Desktop::send(const ObjectWriter::Target &target, const QList<Change> &changes, bool isUndo)
{
    m_writer.write(
        target, changes, [this, target, changes, isUndo](const Result<ObjectWriter::Outcome> &told) {
            if (!told) {
                m_window.statusBar()->showMessage(told.error().detail, LongSentence);
                if (isUndo)
                    m_undo.append({target, changes}); // it can be tried again
                return showUndo();
            }
            if (!told->conflict && isUndo)
                return m_window.statusBar()->showMessage(tr("The last edit was undone."), LongSentence / 3);
            if (!told->conflict)
                return keepForUndo(target, changes);
            QList<Change> again = changes;
            QString versions;
            for (const Change &theirs : told->theirs) {
                const auto mine = std::ranges::find(again, theirs.id, &Change::id);
                mine->before = theirs.before;
                versions += tr("\n%1 is now: %2\n")
                                .arg(theirs.id.toDisplay(), theirs.before.isNull()
                                                                ? tr("not there any more")
                                                                : textOfUtf8(theirs.before.left(300)));
            }
            ask(tr("Someone else was first"),
                tr("Nothing was sent: on the server there is something else by now.") + u'\n' + versions,
                tr("Do it all the same"), [this, target, again, isUndo] { send(target, again, isUndo); });
        });
}

void Desktop::ask(const QString &title, const QString &question, const QString &action,
                  const std::function<void()> &agreed)
{
    auto *box = new PlainBox(QMessageBox::Question, title, question, QMessageBox::Cancel, &m_window);
    const QAbstractButton *yes = box->addButton(action, QMessageBox::DestructiveRole);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::buttonClicked, this, [yes, agreed](const QAbstractButton *clicked) {
        if (clicked == yes)
            agreed();
    });
    box->open();
}

void Desktop::keepForUndo(const ObjectWriter::Target &target, const QList<Change> &changes)
{
    QList<Change> reversed;
    for (const Change &change : changes)
        reversed.append({.id = change.id, .before = change.after, .after = change.before});
    m_undo.append({target, reversed});
    if (m_undo.size() > MostUndone)
        m_undo.removeFirst();
    showUndo();
    m_window.statusBar()->showMessage(whatWasDone(changes), LongSentence / 3);
}

void Desktop::showUndo()
{
    if (m_undo.isEmpty())
        return m_window.setUndo(false, {});
    const ObjectWriter::Target &target = m_undo.constLast().target;
    m_window.setUndo(true, allowanceOf(target.server, target.tree, Act::ChangeObjects));
}

/// A new edit that puts back what was there before the last one.
void Desktop::undoEdit()
{
    if (m_undo.isEmpty())
        return;
    const ObjectWriter::Target &last = m_undo.constLast().target;
    const QString reason = allowanceOf(last.server, last.tree, Act::ChangeObjects).whyNot(Act::ChangeObjects);
    if (!reason.isEmpty())
        return m_window.statusBar()->showMessage(reason, LongSentence);
    const auto [target, changes] = m_undo.takeLast();
    showUndo();
    send(target, changes, true);
}

} // namespace GenMirror
