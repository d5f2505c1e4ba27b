#include "ui/start/startpage.h"

#include "ui/foreigntext.h"
#include "ui/start/connectcard.h"
#include "ui/start/samplecard.h"

#include <QBoxLayout>
#include <QIcon>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace GenMirror
{

namespace
{

/// Two cards side by side, or one above the other where the window is narrow.
class Cards : public QWidget
{
public:
    Cards(QWidget *first, QWidget *second)
        : m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
    {
        m_layout->setContentsMargins({});
        m_layout->setSpacing(2 * fontMetrics().height());
        m_layout->addWidget(first, 1);
        m_layout->addWidget(second, 1);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        const bool isNarrow = width() < fontMetrics().averageCharWidth() * 105;
        m_layout->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    }

private:
    QBoxLayout *m_layout;
};

} // namespace

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(tr("A live, proved copy of a server's data")))
    , m_connect(new ConnectCard)
    , m_sample(new SampleCard)
    , m_foot(new QWidget)
    , m_back(new QPushButton(tr("&Back to the mirrors")))
{
    const int line = fontMetrics().height();
    auto *icon = new PlainLabel;
    icon->setPixmap(QIcon(u":/icons/genmirror.svg"_s).pixmap(3 * line, 3 * line));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.85);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    auto *head = new QHBoxLayout;
    head->addStretch(1);
    head->addWidget(icon);
    head->addSpacing(line / 2);
    head->addWidget(m_title);
    head->addStretch(1);
    auto *what =
        new PlainLabel(tr("Always up to date, the same byte for byte, and there without a network, too."));
    what->setAlignment(Qt::AlignHCenter);
    what->setWordWrap(true);
    auto *foot = new QHBoxLayout(m_foot);
    foot->addStretch(1);
    addFootLink(tr("Open a li&nk…"), &StartPage::linkRequested);
    addFootLink(tr("&Import connections…"), &StartPage::importRequested);
    addFootLink(tr("Another &kind of server…"), &StartPage::otherKindRequested);
    foot->addStretch(1);

    m_back->setFlat(true);
    m_back->setAutoDefault(false);
    connect(m_back, &QPushButton::clicked, this, &StartPage::left);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(m_back, 0, Qt::AlignLeft);
    layout->addStretch(2);
    layout->addLayout(head);
    layout->addWidget(what);
    layout->addSpacing(line);
    auto *cards = new Cards(m_connect, m_sample);
    cards->setMinimumHeight(26 * line);
    cards->setMaximumWidth(fontMetrics().averageCharWidth() * 160);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(cards, 100);
    middle->addStretch(1);
    layout->addLayout(middle, 6);
    layout->addWidget(m_foot);
    layout->addStretch(3);
    auto *scroll = new QScrollArea(this); // on a small screen, or where everything is magnified
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(page);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins({});
    whole->addWidget(scroll);
    setLeavable(false);
}

QPushButton *StartPage::addFootLink(const QString &text, void (StartPage::*signal)())
{
    auto *button = new QPushButton(text, m_foot);
    button->setFlat(true);
    button->setAutoDefault(false);
    m_foot->layout()->addWidget(button);
    connect(button, &QPushButton::clicked, this, signal);
    return button;
}

void StartPage::setLeavable(bool isLeavable)
{
    m_back->setVisible(isLeavable);
}

void StartPage::focusAddress()
{
    m_connect->setFocus();
}

/// A label that may break its text would do so at once, however much room there is.
void StartPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int around = 8 * fontMetrics().height(); // the picture beside it, and margins
    m_title->setWordWrap(m_title->fontMetrics().horizontalAdvance(m_title->text()) + around > width());
}

void StartPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_back->isHidden())
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

} // namespace GenMirror
