#include "ui/differencesdialog.h"

#include "model/items/words.h"
#include "ui/clearbutton.h"
#include "ui/differenceview.h"
#include "ui/foreigntext.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace GenMirror
{

DifferencesDialog::DifferencesDialog(const QString &title, QWidget *parent)
    : QDialog(parent)
    , m_summary(new PlainLabel(tr("Comparing…"), this))
    , m_list(new QTreeWidget(this))
    , m_filter(new QLineEdit(this))
    , m_texts(new DifferenceView(tr("Before and after, compared")))
{
    setWindowTitle(title);
    m_list->setHeaderLabels({tr("What"), tr("Set"), tr("Object")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAlternatingRowColors(true);
    m_list->setAccessibleName(tr("Differences"));
    m_filter->setPlaceholderText(tr("Filter by set or object"));
    addClearButton(m_filter);
    m_filter->setAccessibleName(tr("Filter differences"));
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_list);
    splitter->addWidget(m_texts);
    splitter->setSizes({300, 200});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(m_filter);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    resize(860, 600);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_filter, &QLineEdit::textChanged, this, &DifferencesDialog::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this](QTreeWidgetItem *item) {
        const int row = item ? m_list->indexOfTopLevelItem(item) : -1;
        if (row >= 0)
            m_texts->setTexts(m_differences[row].before, m_differences[row].after);
        else
            m_texts->setTexts({}, {});
    });
}

void DifferencesDialog::filter(const QString &text)
{
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        QTreeWidgetItem *item = m_list->topLevelItem(row);
        item->setHidden(!item->text(1).contains(text, Qt::CaseInsensitive) &&
                        !item->text(2).contains(text, Qt::CaseInsensitive));
    }
}

void DifferencesDialog::setDifferences(const QList<ShownDifference> &differences, bool isAll)
{
    m_differences = differences;
    QList<QTreeWidgetItem *> items;
    for (const ShownDifference &difference : differences) {
        const QString what = !difference.before  ? tr("+ added")
                             : !difference.after ? tr("- removed")
                                                 : tr("~ changed");
        items.append(new QTreeWidgetItem({what, wordsFor(difference.set), difference.id.toDisplay()}));
    }
    m_list->clear();
    m_list->addTopLevelItems(items);
    m_list->header()->resizeSections(QHeaderView::ResizeToContents);
    if (differences.isEmpty())
        m_summary->setText(tr("The two states are the same."));
    else if (isAll)
        m_summary->setText(tr("%Ln object(s) differ.", nullptr, int(differences.size())));
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
