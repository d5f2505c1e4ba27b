#include "sync/files/filesizesignal.h"

#include <csignal>

namespace GenMirror
{

void ignoreFileSizeSignal()
{
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace GenMirror
