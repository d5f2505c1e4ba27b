#include "ui/editdialog.h"

#include "model/core/jsontext.h"
#include "model/core/utf8.h"
#include "ui/differenceview.h"
#include "ui/foreigntext.h"

#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace GenMirror
{

namespace
{

/// For objects that stand on a line each: white space between JSON's parts may be any.
QByteArray onOneLine(QByteArray text)
{
    return text.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ');
}

} // namespace

EditDialog::EditDialog(const QString &title, const QByteArrayList &originals, QWidget *parent)
    : QDialog(parent)
    , m_bases(originals)
    , m_isNew(originals.isEmpty())
    , m_conflict(new MarkupLabel(this))
    , m_key(new QLineEdit(this))
    , m_text(new QPlainTextEdit(this))
    , m_state(new PlainLabel(this))
    , m_difference(new DifferenceView(tr("What is different")))
    , m_problem(new PlainLabel(this))
{
    setWindowTitle(title);
    if (m_bases.size() > 1)
        std::ranges::transform(m_bases, m_bases.begin(), onOneLine);
    build();
    check();
}

void EditDialog::build()
{
    m_key->setPlaceholderText(tr("Key: a text or a whole number"));
    m_key->setAccessibleName(tr("Key"));
    m_key->hide();
    m_conflict->setWordWrap(true);
    m_conflict->setFrameShape(QFrame::StyledPanel);
    m_conflict->setAutoFillBackground(true);
    m_conflict->setBackgroundRole(QPalette::ToolTipBase);
    m_conflict->setForegroundRole(QPalette::ToolTipText);
    m_conflict->setMargin(6);
    m_conflict->hide();
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Object as JSON"));
    m_text->setPlainText(textOfUtf8(m_bases.join('\n')));
    m_text->setLineWrapMode(m_bases.size() > 1 ? QPlainTextEdit::NoWrap : QPlainTextEdit::WidgetWidth);
    m_text->setPlaceholderText(m_isNew ? tr("{\"id\": 1}\n\nSeveral objects: one on each line.") : QString());
    m_text->setTabChangesFocus(true);
    m_state->setWordWrap(true);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto *below = new QWidget;
    auto *belowLayout = new QVBoxLayout(below);
    belowLayout->setContentsMargins(0, 0, 0, 0);
    belowLayout->addWidget(new PlainLabel(tr("What is different:")));
    belowLayout->addWidget(m_difference);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(m_text);
    splitter->addWidget(below);
    splitter->setChildrenCollapsible(false);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_send = m_buttons->addButton(tr("&Send"), QDialogButtonBox::AcceptRole);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_conflict);
    layout->addWidget(m_key);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_state);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().height() * 30);
    connect(m_text, &QPlainTextEdit::textChanged, this, &EditDialog::check);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_send, &QAbstractButton::clicked, this, &EditDialog::sendRequested);
    connect(m_key, &QLineEdit::textChanged, this, &EditDialog::check);
    m_text->setFocus();
}

QByteArray EditDialog::typed() const
{
    return m_text->toPlainText().toUtf8();
}

void EditDialog::askForKey()
{
    m_key->show();
    check();
}

QString EditDialog::key() const
{
    return m_key->isHidden() ? QString() : m_key->text().trimmed();
}

Result<QByteArrayList> EditDialog::texts() const
{
    const QByteArray all = typed().trimmed();
    if (m_bases.size() <= 1) {
        const auto whole = checkJson(all);
        if (whole)
            return QByteArrayList{all == m_bases.value(0).trimmed() ? m_bases.value(0) : all};
        if (!m_isNew || !all.contains('\n') || !m_key->isHidden())
            return failureOf(whole);
    }
    QByteArrayList texts;
    const QByteArrayList lines = all.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray line = lines[i].trimmed();
        if (line.isEmpty())
            continue;
        if (const auto valid = checkJson(line); !valid)
            return failure(valid.error().kind, tr("Line %1: %2").arg(i + 1).arg(valid.error().detail));
        texts.append(line);
    }
    if (!m_isNew && texts.size() != m_bases.size())
        return failure(Error::Kind::InvalidArgument,
                       tr("There has to be a line for each object: %1 in all, and not %2.")
                           .arg(m_bases.size())
                           .arg(texts.size()));
    return texts;
}

void EditDialog::check()
{
    const auto now = texts();
    m_problem->hide();
    const bool needsKey = !m_key->isHidden() && key().isEmpty();
    const bool isDifferent = now && (m_isNew || *now != m_bases);
    if (typed().trimmed().isEmpty())
        m_state->setText(tr("An object is JSON text, such as {\"id\": 1}."));
    else if (!now)
        m_state->setText(tr("⚠ Not JSON yet: %1").arg(now.error().detail));
    else if (needsKey)
        m_state->setText(tr("The object needs a key."));
    else if (!isDifferent)
        m_state->setText(tr("✓ Valid. Nothing is different yet."));
    else
        m_state->setText(now->size() > 1 ? tr("✓ Valid: %Ln object(s).", nullptr, int(now->size()))
                                         : tr("✓ Valid."));
    const bool wasThere = !m_bases.isEmpty() && !m_bases.first().isNull();
    m_difference->setTexts(wasThere ? std::optional(m_bases.join('\n')) : std::nullopt, typed());
    m_send->setEnabled(isDifferent && !needsKey && !m_isBusy);
    m_send->setText(m_inConflict ? tr("&Send mine in place of theirs") : tr("&Send"));
}

void EditDialog::setConflict(const QByteArrayList &theirs)
{
    m_inConflict = true;
    m_bases = theirs;
    m_conflict->setText(
        theirs.size() == 1 && theirs.first().isNull()
            ? tr("<b>Someone else was first:</b> the object was removed meanwhile. Nothing was sent. Leave "
                 "it "
                 "so, or send yours: it is made anew.")
            : tr("<b>Someone else was first:</b> the server has another version by now. Nothing was sent. "
                 "Below is what yours would change in theirs: take theirs, or send yours in its place."));
    m_conflict->show();
    if (!m_theirs) { // a box shows all that it has, whatever was hidden
        m_theirs = m_buttons->addButton(tr("Take &theirs"), QDialogButtonBox::ResetRole);
        connect(m_theirs, &QAbstractButton::clicked, this, &QDialog::reject);
    }
    setBusy(false);
}

void EditDialog::setProblem(const QString &problem)
{
    setBusy(false);
    m_problem->setText(tr("⚠ %1").arg(problem));
    m_problem->show();
}

void EditDialog::setBusy(bool busy)
{
    m_isBusy = busy;
    m_text->setReadOnly(busy);
    check();
    if (busy)
        m_state->setText(tr("Sending…"));
}

} // namespace GenMirror
