#include "app/genmirrorctl/proof.h"

namespace GenMirror
{

QByteArray proofLine(const Verification &verification)
{
    const QByteArray generation = QByteArray::number(verification.state.generation.value);
    const QByteArray objects = QByteArray::number(verification.objects) + " objects";
    if (verification.finding == Verification::Finding::Equal)
        return "verified against the server's digest of generation " + generation + ": " + objects +
               ", digest " + verification.digest.toHex();
    if (verification.finding == Verification::Finding::NotComparable)
        return "not proved: this server gives no digests; all is as it was stored: generation " + generation +
               ", " + objects;
    return "not proved: " + verification.sentence.toUtf8();
}

int exitCodeOf(Verification::Finding finding)
{
    using Finding = Verification::Finding;
    switch (finding) { // 1 is a failure, 2 a wrong command line
    case Finding::Equal:
        return 0;
    case Finding::Different:
        return 3;
    case Finding::FoundDifferent:
        return 4;
    case Finding::NeverCompared:
        return 5;
    case Finding::NeverSynced:
        return 6;
    case Finding::CatchingUp:
        return 7;
    case Finding::NotComparable:
        return 8;
    }
    return 1;
}

} // namespace GenMirror
