package chestnyznak_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

// A unit that was refused at the door and sent again on the same primary document leaves circulation a second time,
// also where the process that reported the first time has ended.
func TestAUnitThatIsSentAgainOnTheSameDocumentLeavesAgain(t *testing.T) {
	for name, restarted := range map[string]bool{"same process": false, "restarted": true} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
				g := p.registry(chestnyznak.Settings{})
				say := func(key string, d marking.Direction, doc string) marking.Report {
					t.Helper()
					r := p.report(key, d, shoe)
					r.Date = time.Now()
					if doc != "" {
						r.Document = marking.Primary{Kind: marking.PrimaryReceipt, Number: doc, Date: r.Date}
					}
					var got marking.Report
					for range 5 {
						var err error
						got, err = g.Report(t.Context(), r)
						require.NoError(t, err)
						time.Sleep(time.Minute)
					}
					return got
				}
				say("A-1/1", marking.Withdraw, "10844")
				require.Equal(t, 1, p.Code(shoe).Withdrawals)
				say("A-1/2", marking.Reinstate, "")
				require.Equal(t, 1, p.Code(shoe).Returns)
				if restarted {
					g = p.registry(chestnyznak.Settings{})
				}
				got := say("A-1/3", marking.Withdraw, "10844")
				require.Equal(t, 2, p.Code(shoe).Withdrawals, "the report is %s by %s", got.State, got.Ref.ID)
				require.Zero(t, p.Code(shoe).Repeats)
			})
		})
	}
}
