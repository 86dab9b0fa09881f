package retailcrm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func TestPackagesAndTheTickInEitherOrder(t *testing.T) {
	for name, save := range map[string]func(d *desk){
		"packages first": func(d *desk) {
			d.packs([]string{"1", "2"}, []string{"3"})
			require.Empty(d, d.reads(d.parcel()), "it is locked")
			d.crm.SetLocked(d.id, false)
		},
		"the tick first": func(d *desk) {
			d.crm.SetLocked(d.id, false)
			d.reads(d.parcel())
			require.Contains(d, d.note().Text, "line 1")
			require.Contains(d, d.note().Text, "line 3")
			require.Empty(d, d.reads(d.parcel()), "what was declined is not tried again")
			d.is(status.OrderConfirmed)
			d.packs([]string{"1", "2"}, []string{"3"})
		},
		"packages that leave a lot out": func(d *desk) {
			d.packs([]string{"1", "2"})
			d.crm.SetLocked(d.id, false)
			d.reads(d.parcel())
			require.Contains(d, d.note().Text, "3")
			require.Empty(d, d.reads(d.parcel()))
			d.packs([]string{"1", "2"}, []string{"3"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := sell(t, standardDraft(), retailcrm.DefaultMapping())
			d.does(order.Confirm{})
			save(d)
			require.Equal(t, []order.Kind{order.KindPack}, kinds(d.reads(d.parcel())))
			d.is(status.OrderPacked)
			p := d.o.View().Packages
			require.Len(t, p, 2)
			require.Equal(t, order.Package{N: 1, Ref: "1", Units: []order.Units{pcs("1"), pcs("2")}, Weight: 400, Length: 100, Width: 110, Height: 120}, p[0])
			require.Empty(t, d.reads(d.parcel()), "what is packed is not packed again")
		})
	}
}

func TestEverythingInOneSave(t *testing.T) {
	draft := standardDraft()
	draft.Lines[0].MarkRequired = true
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.crm.SetMarkingCodes(d.id, d.lot("1"), "0104600439931256215'W9Um")
	d.packs([]string{"1", "3"})
	d.crm.SetItemStatus(d.id, d.lot("2"), "out-of-stock")
	d.crm.SetLocked(d.id, false)
	d.crm.SetStatus(d.id, "availability-confirmed")
	d.crm.SetCustomField(d.id, "ordo_handed_to_courier", true)
	require.Equal(t, []order.Kind{order.KindCancel, order.KindConfirm, order.KindHandOver, order.KindPack, order.KindSetMark}, kinds(d.pulls()))
	d.is(status.OrderHandedToCarrier)
	require.Equal(t, "0104600439931256215'W9Um", d.o.View().Lines[0].Marks[0].Code)
	require.Empty(t, d.o.View().Notes)
}

func TestAnOrderThatIsCancelledIsNotPacked(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.crm.SetLocked(d.id, false)
	d.crm.SetStatus(d.id, "no-product")
	require.Equal(t, []order.Kind{order.KindCancel}, kinds(d.pulls()))
	d.is(status.OrderCancelled)
	require.Empty(t, d.o.View().Notes)
}

func TestALotInSeveralPackages(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.packs([]string{"1", "2"}, []string{"3"}, []string{"3"})
	d.crm.SetLocked(d.id, false)
	d.reads(d.parcel())
	d.is(status.OrderPacked)
	require.Equal(t, []order.Units{pcs("3")}, d.o.View().Packages[2].Units)
}

func TestAPackageWithALotThatIsGoneIsDeclined(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.packs([]string{"1", "2", "3"})
	_, err := d.o.Observe(order.CancelReport{Picks: order.PickAll("2"), Done: true}, d.by(mm))
	require.NoError(t, err)
	d.crm.SetLocked(d.id, false)
	d.reads(d.parcel())
	d.is(status.OrderConfirmed)
	require.Contains(t, d.note().Text, "line 2")
	d.packs([]string{"1", "3"})
	d.reads(d.parcel())
	d.is(status.OrderPacked)
}

func TestMarkingCodesComeBeforePacking(t *testing.T) {
	draft := standardDraft()
	draft.Lines[2].MarkRequired = true
	d := sell(t, draft, retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.packs([]string{"1", "2", "3"})
	d.crm.SetLocked(d.id, false)
	d.reads(d.parcel())
	d.is(status.OrderConfirmed)
	require.Equal(t, order.KindPack, d.note().Kind)

	d.crm.SetMarkingCodes(d.id, d.lot("3"), "CODE-3")
	require.Equal(t, []order.Kind{order.KindPack, order.KindSetMark}, kinds(d.reads(d.parcel())), "the packing is tried again with the code")
	d.is(status.OrderPacked)

	t.Run("a code that cannot be is tried once", func(t *testing.T) {
		draft := standardDraft()
		draft.Lines[0].MarkRequired, draft.Lines[1].MarkRequired = true, true
		d := sell(t, draft, retailcrm.DefaultMapping())
		d.crm.SetMarkingCodes(d.id, d.lot("1"), "SAME")
		d.crm.SetMarkingCodes(d.id, d.lot("2"), "SAME")
		d.reads(nil)
		require.Len(t, d.o.View().Notes, 1)
		require.Empty(t, d.reads(nil))
	})
}

func TestPackingFromPacks(t *testing.T) {
	m := retailcrm.DefaultMapping()
	m.Packing = retailcrm.Packing{Source: "packs", Fires: "locked"}
	d := sell(t, standardDraft(), m)
	require.Equal(t, "false", d.there().Field("delivery.data.locked"))
	d.does(order.Confirm{})
	crm := client(d.crm, retailcrmtest.Key).WithSite(retailcrmtest.Site).WithZone(moscow)
	for _, lot := range []string{"1", "2", "3"} {
		_, err := crm.CreatePack(t.Context(), retailcrm.PackFields{ItemID: d.lot(lot), Store: "main", Quantity: retailcrm.Pcs(1)})
		require.NoError(t, err)
	}
	require.Empty(t, d.reads(d.parcel()))
	d.crm.SetLocked(d.id, true)
	d.reads(d.parcel())
	d.is(status.OrderPacked)
	require.Len(t, d.o.View().Packages, 3)
}

func TestAHistoryThatTellsOfParcels(t *testing.T) {
	d := sell(t, standardDraft(), retailcrm.DefaultMapping())
	d.does(order.Confirm{})
	d.packs([]string{"1", "2", "3"})
	d.crm.TellParcels(true)
	d.crm.SetLocked(d.id, false)
	require.Equal(t, []order.Kind{order.KindPack}, kinds(d.pulls()))
}
