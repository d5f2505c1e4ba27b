#include "ui/foreigntext.h"
