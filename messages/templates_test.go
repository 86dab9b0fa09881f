package messages_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/messages"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
	"github.com/ordo-sdk/ordo/texts"
)

var update = flag.Bool("update", false, "write the golden files")

var builtIn = []string{"placed", "confirmation", "receipt", "refund-receipt", "shipped", "arrived", "handed-out", "cancelled", "refunded", "notice"}

// anOrder is two lines, one of them in a parcel, one piece coming back.
func anOrder() order.View {
	return order.View{
		ID: "shop-1/A-1042", Number: "A-1042", Buyer: order.Buyer{Name: "Anna"}, Delivery: order.Delivery{Point: "SPB14"},
		Total: amount.RUB(550000), Paid: amount.RUB(500000), Due: amount.RUB(50000),
		Lines: []order.LineView{
			{ID: "shoes", Name: "Norda 42", SKU: "NORDA-42", Portions: []order.PortionView{
				{Portion: order.Portion{To: amount.Pcs(1), State: status.ItemSent, Shipment: 1}, Sum: amount.RUB(480000)},
			}},
			{ID: "socks", Name: "Cotton socks", Portions: []order.PortionView{
				{Portion: order.Portion{To: amount.Pcs(2), State: status.ItemSent, Shipment: 1}, Sum: amount.RUB(70000)},
				{Portion: order.Portion{From: amount.Pcs(2), To: amount.Pcs(3), State: status.ItemReturning, Block: 1}, Sum: amount.RUB(35000)},
			}},
		},
		Shipments: []order.Shipment{{N: 1, State: status.ShipmentSent, Waybill: "10100026123459", Carrier: order.Ref{System: "russianpost"}}},
		Blocks:    []order.BlockView{{Block: order.Block{N: 1, Owed: amount.RUB(35000), Reason: status.ReasonUnwanted}}},
	}
}

// Each template in each language is as a person has read it.
func TestTheTemplatesSayWhatHappened(t *testing.T) {
	for _, l := range texts.Languages() {
		var all strings.Builder
		for _, name := range builtIn {
			d := messages.Data{Order: anOrder(), Link: "https://shop.example/o/A-1042", Notice: "отправьте товар"}
			switch name {
			case "shipped", "arrived", "handed-out":
				d.Shipment = 1
			case "refunded", "refund-receipt":
				d.Block = 1
			}
			if strings.HasSuffix(name, "receipt") {
				d.Receipt = order.Document{Kind: "receipt", Number: "10817", URL: "https://ofd.example/10817"}
			}
			var m messages.Templates
			long, err := m.Render(name, l, messages.KindEmail, d)
			require.NoError(t, err)
			short, err := m.Render(name, l, messages.KindSMS, d)
			require.NoError(t, err)
			all.WriteString("== " + name + ": " + long.Subject + "\n" + long.Text + "\n-- " + short.Text + "\n\n")
		}
		file := filepath.Join("testdata", string(l)+".txt")
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o750))
			require.NoError(t, os.WriteFile(file, []byte(all.String()), 0o600))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), all.String())
	}
}

// A host's own template goes before the package's, in its language; the others use the English one.
func TestAHostHasTemplatesOfItsOwn(t *testing.T) {
	d := messages.Data{Order: anOrder()}
	m := messages.Templates{}.With("placed", texts.Russian, messages.Template{Subject: "Ура, {{.Number}}", Text: "{{range .Goods}}{{.Name}}; {{end}}"}).
		With("gift", texts.English, messages.Template{Subject: "A gift", Text: "for {{.Buyer}}"})
	got, err := m.Render("placed", texts.Russian, messages.KindEmail, d)
	require.NoError(t, err)
	require.Equal(t, messages.Rendered{Subject: "Ура, A-1042", Text: "Norda 42; Cotton socks;"}, got)
	sms, err := m.Render("placed", texts.Russian, messages.KindSMS, d)
	require.NoError(t, err)
	require.Equal(t, "Ура, A-1042", sms.Text, "without a short text an SMS is the subject")
	gift, err := m.Render("gift", texts.Polish, messages.KindEmail, d)
	require.NoError(t, err)
	require.Equal(t, "for Anna", gift.Text)
	require.NoError(t, m.Check("gift", texts.Polish))
	was, err := messages.Templates{}.Render("placed", texts.Russian, messages.KindEmail, d)
	require.NoError(t, err)
	require.Contains(t, was.Subject, "принят", "the first is as it was")
}

func TestATemplateThatIsWrongIsNamed(t *testing.T) {
	for says, x := range map[string]messages.Template{
		"gift.Subject": {Subject: "{{.Colour}}"},
		"gift.Text":    {Text: "{{range .Goods}"},
		"gift.Short":   {Short: "{{.Number"},
		"at most":      {Text: "{{range .Many}}x{{end}}" + strings.Repeat("y", 1<<21)},
	} {
		err := messages.Templates{}.With("gift", texts.English, x).Check("gift", texts.English)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		if says != "at most" {
			require.ErrorContains(t, err, says)
		}
	}
	err := messages.Templates{}.Check("gift", texts.Russian)
	require.ErrorIs(t, err, ordo.ErrInvalid)
	require.ErrorContains(t, err, "refund-receipt", "the error names those that there are")
}

// Whatever words an order has, every template can be filled in, a subject is one line, and so is an SMS.
func TestEveryOrderCanBeWrittenOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := anOrder()
		word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a\r\nBcc: b@c.example", "{{.Number}}", "<b>", "\u2028"}))
		v.Number, v.Buyer.Name, v.Lines[0].Name, v.Shipments[0].Waybill = word.Draw(t, "number"), word.Draw(t, "name"), word.Draw(t, "goods"), word.Draw(t, "waybill")
		d := messages.Data{
			Order: v, Shipment: rapid.IntRange(-1, 3).Draw(t, "shipment"), Block: rapid.IntRange(-1, 3).Draw(t, "block"),
			Notice: word.Draw(t, "notice"), Link: word.Draw(t, "link"), Receipt: order.Document{Number: word.Draw(t, "receipt"), URL: word.Draw(t, "page")},
		}
		name := rapid.SampledFrom(builtIn).Draw(t, "template")
		l := rapid.SampledFrom(texts.Languages()).Draw(t, "language")
		kind := rapid.SampledFrom([]messages.Kind{messages.KindEmail, messages.KindSMS}).Draw(t, "kind")
		got, err := messages.Templates{}.Render(name, l, kind, d)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(got.Subject, "\r\n") || kind == messages.KindSMS && strings.ContainsAny(got.Text, "\r\n") {
			t.Fatalf("%q", got)
		}
	})
}
