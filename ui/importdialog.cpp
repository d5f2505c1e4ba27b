#include "ui/importdialog.h"

#include "model/core/plaintext.h"
#include "model/items/plaintip.h"
#include "ui/foreigntext.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace GenMirror
{

ImportDialog::ImportDialog(const QList<ImportedConnection> &connections, QWidget *parent)
    : QDialog(parent)
    , m_list(new QTreeWidget(this))
    , m_summary(new PlainLabel(this))
    , m_import(new QPushButton(tr("&Import"), this))
{
    setWindowTitle(tr("Import connections"));
    auto *what = new PlainLabel(
        tr("This is what the file holds. Check addresses and authorities: a server can show you what it "
           "likes. Below a "
           "connection stands what it would change of yours; such connections are not chosen for you."),
        this);
    what->setWordWrap(true);
    m_list->setHeaderLabels({tr("Name"), tr("Address"), tr("Tree"), tr("Marks")});
    m_list->setAccessibleName(tr("Connections in the file"));
    m_list->setUniformRowHeights(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    for (const ImportedConnection &connection : connections)
        addConnection(connection);
    m_list->expandAll();
    const int widest = fontMetrics().averageCharWidth() * 45; // the rest is in the tool tip
    for (int column = 0; column < m_list->columnCount(); ++column) {
        m_list->resizeColumnToContents(column);
        m_list->setColumnWidth(column, std::min(m_list->columnWidth(column) + 12, widest));
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_import, QDialogButtonBox::AcceptRole);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    m_import->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(what);
    layout->addWidget(m_list);
    layout->addWidget(m_summary);
    layout->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 150, fontMetrics().height() * 26);
    connect(m_list, &QTreeWidget::itemChanged, this, &ImportDialog::tellChosen);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    tellChosen();
}

void ImportDialog::addConnection(const ImportedConnection &connection)
{
    const QStringList texts{connection.name.isEmpty() ? connection.address : connection.name,
                            connection.address, connection.tree, connection.marks};
    auto *item = new QTreeWidgetItem(m_list);
    for (int column = 0; column < texts.size(); ++column) {
        item->setText(column, visibly(texts[column]));
        item->setToolTip(column, plainTip(texts[column]));
    }
    QStringList lines;
    for (const QString &line : connection.authority)
        lines.append(tr("Authority: %1").arg(line));
    lines += connection.isNothing ? QStringList{tr("All of this is there already.")} : connection.changes;
    for (const QString &line : std::as_const(lines)) {
        auto *change = new QTreeWidgetItem(item, {visibly(line)});
        change->setToolTip(0, plainTip(line));
        change->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        change->setFirstColumnSpanned(true);
    }
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    if (connection.isNothing)
        return;
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(0, connection.changes.isEmpty() ? Qt::Checked : Qt::Unchecked);
}

QList<qsizetype> ImportDialog::chosen() const
{
    QList<qsizetype> chosen;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        if (m_list->topLevelItem(i)->data(0, Qt::CheckStateRole).toInt() == Qt::Checked)
            chosen.append(i);
    }
    return chosen;
}

void ImportDialog::tellChosen()
{
    const auto count = int(chosen().size());
    m_import->setEnabled(count > 0);
    m_summary->setText(count == 0 ? tr("Nothing is chosen.")
                                  : tr("%Ln connection(s) chosen.", nullptr, count));
}

} // namespace GenMirror
