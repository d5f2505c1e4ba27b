#include "ui/differencesdialog.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace GenMirror
{

namespace
{

QPlainTextEdit *makeText(const QString &name)
{
    auto *text = new QPlainTextEdit;
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setPlaceholderText(name);
    text->setAccessibleName(name);
    return text;
}

} // namespace

DifferencesDialog::DifferencesDialog(const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_summary(new QLabel(tr("Comparing…"), this))
    , m_list(new QTreeWidget(this))
    , m_before(makeText(tr("Before: not there")))
    , m_after(makeText(tr("After: not there")))
{
    setWindowTitle(title);
    m_list->setHeaderLabels({tr("What"), tr("Set"), tr("Object")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setAccessibleName(tr("Differences"));
    auto *texts = new QSplitter;
    texts->addWidget(m_before);
    texts->addWidget(m_after);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(texts);
    splitter->setSizes({300, 200});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    resize(860, 600);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        const int row = item ? m_list->indexOfTopLevelItem(item) : -1;
        const auto text = [](const std::optional<QByteArray> &t) {
            return QString::fromUtf8(t.value_or(QByteArray()));
        };
        m_before->setPlainText(row >= 0 ? text(m_differences[row].before) : QString());
        m_after->setPlainText(row >= 0 ? text(m_differences[row].after) : QString());
    });
}

void DifferencesDialog::setDifferences(const QList<ShownDifference> &differences, bool isAll)
{
    m_differences = differences;
    QList<QTreeWidgetItem *> items;
    for (const ShownDifference &difference : differences) {
        const QString what = !difference.before  ? tr("+ added")
                             : !difference.after ? tr("- removed")
                                                 : tr("~ changed");
        items.append(new QTreeWidgetItem({what, difference.set.toDisplay(), difference.id.toDisplay()}));
    }
    m_list->clear();
    m_list->addTopLevelItems(items);
    m_list->header()->resizeSections(QHeaderView::ResizeToContents);
    if (differences.isEmpty())
        m_summary->setText(tr("The two states are the same."));
    else if (isAll)
        m_summary->setText(differences.size() == 1
                               ? tr("One object differs.")
                               : tr("%1 objects differ.").arg(QLocale().toString(differences.size())));
    else
        m_summary->setText(tr("The first %1 that differ; genmirrorctl diff prints all.")
                               .arg(QLocale().toString(differences.size())));
    if (!items.isEmpty())
        m_list->setCurrentItem(items.first());
}

void DifferencesDialog::setProblem(const QString &problem)
{
    m_summary->setText(problem);
}

} // namespace GenMirror
