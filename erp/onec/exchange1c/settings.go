package exchange1c

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Settings are what a Handler does with what 1C sends, what it has for 1C, and its limits. The zero Settings takes no
// files and has no orders: 1C is told so.
type Settings struct {
	// Import takes one complete XML file that 1C has uploaded and asks to import: of type "catalog" (goods, offers,
	// prices, stock), "sale" (orders as 1C has them) or "reference". What is in it say the records, not the name.
	//
	// It runs apart from the request, one file at a time; meanwhile 1C is answered "progress". It may be called again
	// with the same file, after 1C gave up waiting, so it must be such that a repeat changes nothing. ctx ends when 1C
	// begins a new upload in the same session, and by Handler.Close. What it is to tell the person at 1C is a *Refusal.
	Import func(ctx context.Context, f *Upload) error
	// Query writes the orders for 1C as CommerceML to w, and returns what it wrote. 1C gets it only if there is no
	// error. nil means that there are never any.
	Query func(ctx context.Context, w io.Writer) ([]Sent, error)
	// Read is told that 1C has read the orders that Query wrote, in these versions: one that has changed since is to be
	// offered again. It says nothing of what 1C made of them. It is called once for each exchange, also without orders.
	// nil means that nobody wants to know. Outgoing has both functions.
	Read func(ctx context.Context, orders []Sent) error
	// ReadByQuery is for a 1C that never says "success": the orders of the last session count as read when 1C asks
	// again in another. Without it they are offered again.
	ReadByQuery bool
	// Deactivate switches off the goods that were not sent since a time, at the end of a full exchange with the 1C
	// module of 1C-Bitrix. Some 1C ask for it after an exchange of changes, too: look at the Changes of its catalogue
	// first, or all other goods go. nil means that 1C is refused.
	Deactivate func(ctx context.Context, since time.Time) error
	// Complete is told of the end of a full exchange. nil means that nobody wants to know.
	Complete func(ctx context.Context) error
	// Info has the lists with which a person at 1C sets up the exchange. nil means that 1C is refused.
	Info func(ctx context.Context) (Info, error)

	Unzipped        bool   // asks 1C for plain files instead of archives
	Version         string // of CommerceML that 1C is to write, if it asks; empty means "2.09"
	RequireSessID   bool   // refuses requests without the sessid of checkauth, as 1C-Bitrix does; one that is wrong always is
	Windows1251     bool   // texts in windows-1251, as 1C-Bitrix writes them, in place of UTF-8
	Dir             string // where uploads are kept until they are imported; empty means the machine's folder of temporary files
	Logger          *slog.Logger
	Clock           ordo.Clock    // nil means the machine's
	Step            time.Duration // how long an import may take before 1C is answered "progress"; 0 means 10 seconds
	SessionLife     time.Duration // how long a session lives without a call; 0 means an hour
	MaxSessions     int           // above it the session that is unused for the longest time ends; 0 means 16
	FileLimit       int64         // the longest part of a file that 1C is asked for, in bytes; 0 means 1 MiB
	MaxUpload       int64         // all uploads together, in bytes; 0 means 4 GiB
	MaxUnpacked     int64         // what one archive may hold, in bytes; 0 means 8 GiB
	MaxFiles        int           // files of one upload, pictures too; 0 means 50000
	MaxOrdersAnswer int64         // the longest answer to query, in bytes; 0 means 256 MiB
}

// Sent is an order in the version in which 1C got it.
type Sent struct {
	Number  string // the shop's number of the order
	Version string // what changes with the order, such as the number of its last event
}

// withDefaults returns the settings with everything filled in that has a default.
func (s Settings) withDefaults() Settings {
	if s.Logger == nil {
		s.Logger = slog.New(slog.DiscardHandler)
	}
	if s.Clock == nil {
		s.Clock = machineClock{}
	}
	s.Version, s.Dir = cmp.Or(s.Version, "2.09"), cmp.Or(s.Dir, os.TempDir())
	s.Step, s.SessionLife = cmp.Or(s.Step, 10*time.Second), cmp.Or(s.SessionLife, time.Hour)
	s.MaxSessions, s.MaxFiles = cmp.Or(s.MaxSessions, 16), cmp.Or(s.MaxFiles, 50_000)
	s.FileLimit, s.MaxUpload = cmp.Or(s.FileLimit, 1<<20), cmp.Or(s.MaxUpload, 4<<30)
	s.MaxUnpacked, s.MaxOrdersAnswer = cmp.Or(s.MaxUnpacked, 8<<30), cmp.Or(s.MaxOrdersAnswer, 256<<20)
	return s
}

type machineClock struct{}

func (machineClock) Now() time.Time { return time.Now() }
