package torgsoft_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/torgsoft"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

func kyiv(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Kyiv")
	require.NoError(t, err)
	return zone
}

func documents(t testing.TB, text string) []torgsoft.Document {
	t.Helper()
	ds, err := torgsoft.ReadDocuments([]byte(text), kyiv(t))
	require.NoError(t, err)
	return ds
}

const head = "Kind;Number;Date;Order;State;TTN;Centre;Basis;Void\n"

func TestDocumentsAreRead(t *testing.T) {
	ds := documents(t, head+
		"invoice;77;14.03.2026 10:05;100734;;;2;;\n"+
		"waybill;91;2026-03-14 17:40:00;100734;sent;2045 0012 345678;5;77;\n"+
		"Накладна;91;;100734;Отримано;;;;\n"+
		"Счёт;78;2026-07-14;100735;;;;;передумав; зовсім\n")
	require.Len(t, ds, 4)
	require.Equal(t, [5]string{torgsoft.Invoice, "77", "100734", torgsoft.Issued, "2"}, [5]string{ds[0].Kind, ds[0].Number, ds[0].Order, ds[0].State, ds[0].Centre})
	require.True(t, ds[0].Date.Equal(time.Date(2026, 3, 14, 8, 5, 0, 0, time.UTC)))
	require.Equal(t, 2, ds[0].Line)
	require.NotEqual(t, ds[0].Key(), ds[1].Key())
	require.Equal(t, torgsoft.Sent, ds[1].State)
	require.Equal(t, "20450012345678", ds[1].Waybill)
	require.Equal(t, torgsoft.Received, ds[2].State)
	require.ErrorContains(t, ds[3].Problem, "line 5: the row has 10 columns, want 9")

	for text, want := range map[string]order.Command{
		"invoice;77;14.03.2026 10:05;1;;;2;;": order.IssueDocument{Document: order.Document{
			Kind: "invoice", Number: "77", Date: "2026-03-14T10:05:00+02:00", Ref: order.Ref{System: "torgsoft", Kind: "invoice"}, State: "issued", From: "2",
		}},
		"waybill;91;14.07.2026;1;delivered;59000;5;77;": order.IssueDocument{Document: order.Document{
			Kind: "waybill", Number: "91", Date: "2026-07-14", Ref: order.Ref{System: "torgsoft", Kind: "waybill"}, State: "delivered", Waybill: "59000", From: "5", Basis: "77",
		}},
		"waybill;91;;1;;;;;": order.IssueDocument{Document: order.Document{
			Kind: "waybill", Number: "91", Ref: order.Ref{System: "torgsoft", Kind: "waybill"}, State: order.DocumentDraft,
		}},
		"invoice;77;;1;;;;;інший розмір": order.VoidDocument{DocumentKind: "invoice", Number: "77", Why: "інший розмір"},
	} {
		cmd, err := documents(t, head+text+"\n")[0].Command()
		require.NoError(t, err, text)
		require.Equal(t, want, cmd, text)
	}
}

// A row that cannot be meant is a problem with its line, and is nobody's command.
func TestAnOddDocumentIsAProblem(t *testing.T) {
	for row, want := range map[string]string{
		"receipt;1;;100734;;;;;":           `column "Kind" has "receipt": want invoice or waybill`,
		";1;;100734;;;;;":                  `column "Kind" is empty: it is required`,
		"waybill;;;100734;sent;;;;":        `column "Number" is empty: it is required`,
		"waybill;1;;;sent;;;;":             `column "Order" is empty: it is required`,
		"waybill;1;;100734;lost;;;;":       `column "State" has "lost": want sent, delivered or received`,
		"waybill;1;;100734;issued;;;;":     `column "State" has "issued": want sent`,
		"invoice;1;;100734;sent;;;;":       `column "State" has "sent": an invoice has none`,
		"invoice;1;14/03/2026;100734;;;;;": `column "Date" has "14/03/2026": want a date such as 14.03.2026`,
		"invoice;1;31.02.2026;100734;;;;;": `column "Date" has "31.02.2026"`,
		"invoice;1;;100734":                "the row has 4 columns, want 9",
	} {
		ds := documents(t, head+"invoice;77;;100734;;;;;\n"+row+"\n")
		require.NoError(t, ds[0].Problem)
		require.ErrorContains(t, ds[1].Problem, "line 3: "+want)
		_, err := ds[1].Command()
		require.ErrorIs(t, err, ordo.ErrInvalid)
	}
	ds := documents(t, "Kind;Number;Order;Склад\ninvoice;1;100734;Головний\n")
	require.Equal(t, map[string]string{"Склад": "Головний"}, ds[0].Extra, "what is not known is kept")
	for text, want := range map[string]string{
		"invoice;1;;100734;;;;;\n":           `no column "Kind"`,
		"Kind;Number;Order;Order\na;b;c;d\n": "columns 3 and 4 have the same name",
		"Kind;Number;Order\ninvoice;1;1":     "half-written",
	} {
		_, err := torgsoft.ReadDocuments([]byte(text), time.UTC)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		require.ErrorContains(t, err, want)
	}
}

// tells applies the documents of a file to an order, as a host does.
func tells(t testing.TB, o *order.Order, rows string) error {
	t.Helper()
	at := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	for _, d := range documents(t, head+rows) {
		cmd, err := d.Command()
		require.NoError(t, err)
		by := order.By{Actor: order.Actor{Role: order.RoleERP, System: "torgsoft-1"}, At: at, Key: d.Key()}
		if _, err := o.Do(cmd, by); err != nil {
			return err
		}
	}
	return nil
}

// The documents of Torgsoft lead an order of ROZETKA through its life; the same file again changes nothing.
func TestDocumentsDriveAnOrder(t *testing.T) {
	o := placed(t, draft())
	for _, step := range []struct {
		row  string
		want status.OrderState
	}{
		{"invoice;77;14.03.2026;100734;;;2;;\n", status.OrderAssembling},
		{"waybill;91;14.03.2026;100734;;;5;77;\n", status.OrderAssembling},
		{"waybill;91;14.03.2026;100734;sent;20450012345678;5;77;\n", status.OrderHandedToCarrier},
		{"waybill;91;14.03.2026;100734;delivered;20450012345678;5;77;\n", status.OrderArrived},
		{"waybill;91;14.03.2026;100734;received;20450012345678;5;77;\n", status.OrderCompleted},
	} {
		require.NoError(t, tells(t, o, step.row))
		events := o.View().Version
		require.Equal(t, step.want, o.View().State, step.row)
		require.NoError(t, tells(t, o, step.row))
		require.Equal(t, events, o.View().Version, "once")
	}
	v := o.View()
	require.Equal(t, "20450012345678", v.Shipments[0].Waybill)
	require.Equal(t, "5", v.Lines[0].Portions[0].Warehouse, "written off from the second centre")
	require.ErrorIs(t, tells(t, o, "\nwaybill;91;14.03.2026;100734;;;5;77;\n"), order.ErrNotNow, "another file: it does not go back")
}

func TestAWaybillWithoutANumberGoesByOwnCourier(t *testing.T) {
	o := placed(t, draft())
	require.NoError(t, tells(t, o, "invoice;77;;100734;;;2;;\nwaybill;91;;100734;sent;;5;;\n"))
	require.True(t, o.View().Shipments[0].Courier)
	o = placed(t, draft())
	require.NoError(t, tells(t, o, "invoice;77;;100734;;;2;;\nwaybill;91;;100734;received;;5;;\n"))
	require.Equal(t, status.OrderCompleted, o.View().State, "at once, as Torgsoft allows")
}

func TestAVoidInvoiceGivesItsReserveFree(t *testing.T) {
	o := placed(t, draft())
	require.NoError(t, tells(t, o, "invoice;77;;100734;;;2;;\ninvoice;77;;100734;;;2;;інший розмір\n"))
	v := o.View()
	require.Equal(t, status.OrderConfirmed, v.State)
	require.Equal(t, "інший розмір", v.Documents[0].Voided)
}

// A file of documents is done once all of it was taken; if the host stops in the middle, it comes again.
func TestDocumentsOfAFolder(t *testing.T) {
	o := open(t)
	take := func(stop int) (out []torgsoft.Document) {
		for d, err := range o.sync.Documents(t.Context()) {
			require.NoError(t, err)
			if out = append(out, d); len(out) == stop {
				break
			}
		}
		return out
	}
	rows := "invoice;77;;100734;;;2;;\nwaybill;91;;100734;sent;;5;;\n"
	require.NoError(t, o.folder.Put("documents-1.csv", []byte(head+rows)))
	require.NoError(t, o.folder.Put("documents-2.csv", []byte(head+"invoice;78;;100735")))
	require.Empty(t, take(0), "they may still be growing")
	require.Len(t, take(1), 1)
	require.Equal(t, []string{"documents-1.csv", "documents-2.csv"}, o.names("*.csv"))
	ds := take(0)
	require.Len(t, ds, 3)
	require.Equal(t, "invoice 77 of order 100734", ds[0].String())
	require.Equal(t, [2]string{"torgsoft-1", "documents-1.csv"}, [2]string{ds[0].Account, ds[0].File})
	require.ErrorContains(t, ds[2].Problem, "torgsoft torgsoft-1: documents-2.csv: the file is half-written")
	require.Equal(t, []string{"done/documents-000001.csv"}, o.names("done/*"))
	require.Equal(t, []string{"refused/documents-000002.csv", "refused/documents-000002.csv.reason.txt"}, o.names("refused/*"))
	require.Empty(t, take(0))

	require.NoError(t, o.folder.Put("documents-3.csv", []byte(head)))
	take(0)
	require.Empty(t, take(0))
	require.Equal(t, []string{"done/documents-000001.csv", "done/documents-000003.csv"}, o.names("done/*"), "nothing in it, and done")
}

func FuzzReadDocuments(f *testing.F) {
	f.Add([]byte(head + "invoice;77;14.03.2026 10:05;100734;;;2;;\nwaybill;91;;100734;sent;20450012345678;5;77;\n"))
	f.Add([]byte("\ufeffkind,number,order\r\n\"Накладна\",\"9\"\"1\",1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ds, err := torgsoft.ReadDocuments(data, time.UTC)
		if err != nil {
			require.ErrorIs(t, err, ordo.ErrInvalid)
			return
		}
		for _, d := range ds {
			cmd, err := d.Command()
			if err != nil {
				require.ErrorIs(t, err, ordo.ErrInvalid)
				continue
			}
			require.NotNil(t, cmd)
			require.NotEmpty(t, d.Order)
		}
	})
}
