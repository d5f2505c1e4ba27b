#include "ui/compactdialog.h"
#include "ui/foreigntext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QTreeWidget>

#include <limits>

namespace GenMirror
{

CompactDialog::CompactDialog(const QString &tree, const QList<std::pair<QString, QByteArray>> &sets,
                             qint64 generation, QWidget *parent)
    : QDialog(parent)
    , m_by(new QComboBox(this))
    , m_value(new QSpinBox(this))
    , m_set(new PlainChoice(this))
    , m_reason(new QLineEdit(this))
    , m_summary(new PlainLabel(this))
    , m_clients(new QTreeWidget(this))
    , m_compact(new QPushButton(tr("Compact"), this))
    , m_rest(new QTimer(this))
    , m_again(new QTimer(this))
    , m_generation(generation)
{
    setWindowTitle(tr("Compact %1").arg(shortName(tree)));
    auto *what = new PlainLabel(
        tr("The server forgets removals that it remembers. Mirrors that have seen them notice "
           "nothing; those that are too far behind fetch the set anew. No mirror becomes wrong."));
    what->setWordWrap(true);
    m_by->addItems({tr("The newest removals of each set"), tr("Removals of the last days"),
                    tr("Removals from a generation on")});
    m_by->setAccessibleName(tr("What is kept"));
    m_value->setRange(0, std::numeric_limits<int>::max());
    m_value->setValue(99);
    m_value->setAccessibleName(tr("How many"));
    m_set->addItem(tr("All sets"), QByteArray());
    for (const auto &[name, path] : sets)
        m_set->addChoice(name, path);
    m_reason->setPlaceholderText(tr("for history and audit log"));
    m_summary->setWordWrap(true);
    m_clients->setHeaderLabels(
        {tr("Name"), tr("Generation"), tr("Would fetch"), tr("Reloads"), tr("Last seen"), tr("Address")});
    m_clients->setRootIsDecorated(false);
    m_clients->setAccessibleName(tr("Clients that would reload"));
    m_clients->setMinimumHeight(120);

    auto *keep = new QHBoxLayout;
    keep->addWidget(m_by, 1);
    keep->addWidget(m_value);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(m_compact, QDialogButtonBox::AcceptRole);
    m_compact->setAutoDefault(false);
    m_compact->setEnabled(false);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    auto *form = new QFormLayout(this);
    form->addRow(what);
    auto *keepLabel = new PlainLabel(tr("&Keep:"), this);
    keepLabel->setBuddy(m_by);
    form->addRow(keepLabel, keep);
    form->addRow(tr("&Of:"), m_set);
    form->addRow(tr("&Reason:"), m_reason);
    form->addRow(m_summary);
    form->addRow(m_clients);
    form->addRow(buttons);
    resize(640, 460);

    m_rest->setSingleShot(true);
    m_rest->setInterval(200);
    m_again->setSingleShot(true);
    m_again->setInterval(2000); // as often as the list of clients, from when an answer is there
    for (const QTimer *due : {m_rest, m_again})
        connect(due, &QTimer::timeout, this, [this] { Q_EMIT previewRequested(choice()); });
    connect(m_by, &QComboBox::currentIndexChanged, this, [this](int by) {
        const bool byGeneration = by == int(CompactionChoice::By::Generation);
        m_value->setValue(byGeneration ? int(std::min<qint64>(m_generation, std::numeric_limits<int>::max()))
                          : by == int(CompactionChoice::By::Age) ? 30
                                                                 : 99);
        changed();
    });
    connect(m_value, &QSpinBox::valueChanged, this, &CompactDialog::changed);
    connect(m_set, &QComboBox::currentIndexChanged, this, &CompactDialog::changed);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    changed();
}

CompactionChoice CompactDialog::choice() const
{
    return {.by = CompactionChoice::By(m_by->currentIndex()),
            .value = m_value->value(),
            .set = m_set->currentData().toByteArray(),
            .reason = m_reason->text().trimmed()};
}

/// What is shown is not what is chosen any more.
void CompactDialog::changed()
{
    m_compact->setEnabled(false);
    m_summary->setText(tr("Looking what that means…"));
    m_again->stop();
    m_rest->start();
}

void CompactDialog::showClients(const QList<CompactionPreview::Client> &clients)
{
    if (clients == std::exchange(m_shown, clients))
        return;
    m_clients->clear();
    for (const CompactionPreview::Client &client : clients)
        m_clients->addTopLevelItem(new QTreeWidgetItem({client.name, client.generation, client.bytes,
                                                        client.certain ? tr("yes") : tr("perhaps"),
                                                        client.lastSeen, client.address}));
    for (int column = 0; column < m_clients->columnCount(); ++column)
        m_clients->resizeColumnToContents(column);
}

void CompactDialog::setPreview(const CompactionChoice &asked, const CompactionPreview &preview)
{
    CompactionChoice now = choice();
    now.reason = asked.reason; // changes nothing
    if (now != asked)
        return;
    m_again->start();
    showClients(preview.clients);
    if (preview.dropped == 0) {
        m_compact->setEnabled(false);
        m_summary->setText(tr("Nothing would be dropped: no set remembers more than that."));
        return;
    }
    const QString dropped = tr("%Ln removal(s) would be dropped.", nullptr, int(preview.dropped));
    const QString reloading =
        preview.clients.isEmpty()
            ? tr("No known client would have to reload.")
            : tr("%Ln known client(s) would have to reload, and fetch %1 in all:", nullptr,
                 int(preview.clients.size()))
                  .arg(preview.bytes);
    m_summary->setText(dropped + QLatin1Char(' ') + reloading);
    m_compact->setEnabled(true);
}

void CompactDialog::setProblem(const QString &problem)
{
    m_compact->setEnabled(false);
    m_summary->setText(problem);
    m_again->start();
}

} // namespace GenMirror
