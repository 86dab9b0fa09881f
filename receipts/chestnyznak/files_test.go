package chestnyznak_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/exchange/files"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak"
	"github.com/ordo-sdk/ordo/receipts/chestnyznak/chestnyznaktest"
	"github.com/ordo-sdk/ordo/receipts/marking"
)

func TestAFileIsWrittenOnceAndEndsWhereAPersonPutsIt(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		folder := files.Memory()
		g := chestnyznak.Files(folder, chestnyznak.Settings{INN: inn})
		sale := p.report("A-1042/1", marking.Withdraw, shoe, pair)
		for range 2 {
			r, err := g.Report(t.Context(), sale)
			require.NoError(t, err)
			require.Equal(t, marking.ReportWaiting, r.State)
		}
		other := sale
		other.Units = sale.Units[:1]
		_, err := g.Report(t.Context(), other)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, "with other content")

		ref := order.Ref{ID: "withdraw-A-1042%2F1.csv"}
		require.NoError(t, folder.Move(t.Context(), ref.ID, "refused/"+ref.ID))
		r, err := g.Read(t.Context(), ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportRefused, r.State)
		require.Equal(t, "A-1042/1", r.Key)
		require.Equal(t, sale.Units[1].Price, r.Units[1].Price)
		require.Equal(t, pair, r.Units[1].Code.CIS())
		r, err = g.Report(t.Context(), sale)
		require.NoError(t, err)
		require.Equal(t, marking.ReportRefused, r.State, "it is not written again")

		for ref, class := range map[string]error{"withdraw-B.csv": ordo.ErrNotFound, "../secret": ordo.ErrInvalid} {
			_, err = g.Read(t.Context(), order.Ref{ID: ref})
			require.ErrorIs(t, err, class, ref)
		}
		for _, err := range g.Codes(t.Context(), codeOf(t, shoe)) {
			require.ErrorIs(t, err, ordo.ErrUnsupported)
		}
	})
}

func TestAReturnAsAFile(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		folder := files.Memory()
		g := chestnyznak.Files(folder, chestnyznak.Settings{INN: inn})
		back := p.report("A-1042/2", marking.Reinstate, shoe)
		back.Paid, back.Document = true, marking.Primary{Kind: marking.PrimaryReceipt, Number: "10871", Date: time.Now()}
		r, err := g.Report(t.Context(), back)
		require.NoError(t, err)
		content, err := files.ReadAll(t.Context(), folder, r.Ref.ID, 1<<20)
		require.NoError(t, err)
		require.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>
<return version="1">
 <trade_participant_inn>5544332219</trade_participant_inn>
 <return_type>REMOTE_SALE_RETURN</return_type>
 <paid>true</paid>
 <primary_document_type>RECEIPT</primary_document_type>
 <primary_document_number>10871</primary_document_number>
 <primary_document_date>2000-01-01</primary_document_date>
 <products_list>
  <product>
   <ki>0104601234567893215Qx7&amp;aB2kLm9Z</ki>
  </product>
 </products_list>
</return>`, string(content))
		read, err := g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.True(t, read.Paid)
		require.Equal(t, shoe, read.Units[0].Code.CIS())
	})
}

func TestWhoCanAskAboutCodesWaitsForThem(t *testing.T) {
	inBubble(t, chestnyznaktest.Settings{}, func(t *testing.T, p participant) {
		folder := files.Memory()
		g := chestnyznak.Files(folder, chestnyznak.Settings{INN: inn}).WithCodes(p.registry(chestnyznak.Settings{}))
		r, err := g.Report(t.Context(), p.report("A-1042/1", marking.Withdraw, shoe))
		require.NoError(t, err)
		require.NoError(t, folder.Move(t.Context(), r.Ref.ID, "done/"+r.Ref.ID))
		read, err := g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportWaiting, read.State, "the code is still in circulation")
		p.Change(shoe, func(c *chestnyznaktest.Code) { c.Status, c.Reason = "RETIRED", "DISTANCE" })
		read, err = g.Read(t.Context(), r.Ref)
		require.NoError(t, err)
		require.Equal(t, marking.ReportDone, read.State)
	})
}
