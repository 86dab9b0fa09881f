package onec_test

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec"
	"github.com/ordo-sdk/ordo/erp/onec/onectest"
)

// demo returns a client of a demo base.
func demo(t *testing.T, st onectest.Settings) (*onectest.Server, *onec.Client) {
	t.Helper()
	s := onectest.New(st)
	t.Cleanup(s.Close)
	return s, client(s, onectest.Password)
}

// client returns a client of a base, over memory.
func client(s *onectest.Server, password string) *onec.Client {
	return onec.New("https://1c.example"+onectest.Publication, onectest.User, password, ordo.WithAccount("base"),
		ordo.WithHTTPClient(&http.Client{Transport: s.Transport()}))
}

// property is one of a type of the package, and whether some entity that the type is read from has it.
type property struct {
	of   reflect.Type
	name string
}

// names notes which properties of a type an entity of one of the bases has, sections with their rows.
func names(has map[property]bool, entity string, t reflect.Type, bases []*onec.Metadata) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			names(has, entity, f.Type, bases)
		case name == "-" || name == "":
		case f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct:
			names(has, entity+"_"+name, f.Type.Elem(), bases)
		default:
			of := property{t, name}
			has[of] = has[of] || slices.ContainsFunc(bases, func(m *onec.Metadata) bool { return m.HasProperty(entity, name) })
		}
	}
}

func TestTheTypesHaveTheNamesOfTheBase(t *testing.T) {
	t.Parallel()
	_, newer := demo(t, onectest.Settings{})
	_, older := demo(t, onectest.Settings{Release: "11.4"})
	m, err := newer.Metadata(t.Context())
	require.NoError(t, err)
	m4, err := older.Metadata(t.Context())
	require.NoError(t, err)
	require.Equal(t, onec.Release115, m.Release())
	require.Equal(t, onec.Release114, m4.Release())
	require.Equal(t, "КОбеспечению", m.Words().Supply)
	require.Equal(t, "Требуется", m4.Words().Supply)
	c := newer
	has := map[property]bool{}
	for _, of := range []struct {
		entity string
		value  any
	}{
		{c.Orders().Entity(), onec.Order{}},
		{c.Sales().Entity(), onec.Sale{}},
		{c.TransferOrders().Entity(), onec.TransferOrder{}},
		{c.Transfers().Entity(), onec.Transfer{}},
		{c.ReturnRequests().Entity(), onec.ReturnRequest{}},
		{c.Returns().Entity(), onec.Return{}},
		{c.CardOperations().Entity(), onec.CardOperation{}},
		{c.BankReceipts().Entity(), onec.BankReceipt{}},
		{c.Receipts().Entity(), onec.Receipt{}},
		{c.RefundReceipts().Entity(), onec.Receipt{}},
		{c.Partners().Entity(), onec.Partner{}},
		{c.Counterparties().Entity(), onec.Counterparty{}},
		{c.ContactPersons().Entity(), onec.ContactPerson{}},
		{c.ContactKinds().Entity(), onec.ContactKind{}},
		{c.Goods().Entity(), onec.Good{}},
		{c.Characteristics().Entity(), onec.Characteristic{}},
		{c.Units().Entity(), onec.Unit{}},
		{c.Warehouses().Entity(), onec.Warehouse{}},
		{c.LoyaltyCards().Entity(), onec.LoyaltyCard{}},
		{c.LoyaltyKinds().Entity(), onec.LoyaltyKind{}},
		{c.Organizations().Entity(), onec.Organization{}},
		{c.Agreements().Entity(), onec.Agreement{}},
		{c.Currencies().Entity(), onec.Entry{}},
		{c.VATRates().Entity(), onec.VATRate{}},
		{c.Marks().Entity(), onec.Mark{}},
		{c.Barcodes().Entity(), onec.Barcode{}},
		{c.Distributions().Entity(), onec.Distribution{}},
		{c.OrderStates().Entity(), onec.OrderState{}},
		{c.Files(onec.EntitySale).Entity(), onec.File{}},
	} {
		names(has, of.entity, reflect.TypeOf(of.value), []*onec.Metadata{m, m4})
	}
	for p, known := range has {
		if !known && p.of != reflect.TypeFor[onec.File]() && p.of != reflect.TypeFor[onec.Record]() {
			t.Errorf("no entity of 1C has %s of %s", p.name, p.of)
		}
	}
}
