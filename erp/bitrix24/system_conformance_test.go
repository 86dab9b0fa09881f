package bitrix24_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/erp/bitrix24"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/erp/erptest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
)

// money is a number of the portal as money.
func money(v any) amount.Money {
	f, _ := v.(float64)
	return amount.RUB(int64(f*100 + 0.5))
}

func TestConformance(t *testing.T) {
	erptest.RunInBubble(t, func(t *testing.T) erptest.Fixture {
		p, s := desk(t, bitrix24test.Settings{})
		there := func(ref order.Ref) bitrix24test.Item {
			id, err := strconv.Atoi(ref.ID)
			require.NoError(t, err)
			for _, d := range p.Deals() {
				if d.ID == id {
					return d
				}
			}
			t.Fatalf("no deal %s", ref)
			return bitrix24test.Item{}
		}
		// The lines of the rows are in a field that ordo keeps for itself.
		lineOf := func(d bitrix24test.Item, row int) string {
			text := fmt.Sprint(d.Fields[bitrix24.FieldRows])
			for part := range strings.SplitSeq(strings.Trim(text, "{}"), "},") {
				line, rest, _ := strings.Cut(part, `":{"row":`)
				if id, _, _ := strings.Cut(rest, ","); id == strconv.Itoa(row) {
					return strings.TrimPrefix(line, `"`)
				}
			}
			return ""
		}
		mishap := func(fault fake.Fault) func() {
			return func() {
				for _, op := range []string{"crm.item.add", "crm.item.update", "crm.item.productrow.update", "crm.item.productrow.add", "crm.timeline.comment.add"} {
					p.Faults().Next(op, fault)
				}
			}
		}
		call := func(token string) func(order.Ref) (*http.Request, []byte) {
			return func(ref order.Ref) (*http.Request, []byte) {
				require.NoError(t, p.SetsField(bitrix24test.Operator, there(ref).ID, bitrix24.FieldPromo, "MAY10"))
				form := url.Values{
					"event": {bitrix24.EventDealUpdate}, "data[FIELDS][ID]": {ref.ID}, "auth[application_token]": {token}, "auth[member_id]": {bitrix24test.MemberID},
				}
				return httptest.NewRequest(http.MethodPost, "/hook", http.NoBody), []byte(form.Encode())
			}
		}
		return erptest.Fixture{
			Port: s, BadCredentials: stranger(p),
			Schemes: []order.SchemeCode{order.Standard}, // nothing in it depends on the scheme
			Count:   func() int { return len(p.Deals()) },
			Commits: func() int { return p.Commits("*") },
			Status:  func(ref order.Ref) string { return bitrix24.StageCode(there(ref).StageID) },
			Notes: func(ref order.Ref) []string {
				var all []string
				for _, n := range p.Timeline(there(ref).ID) {
					if n.Comment {
						all = append(all, n.Text)
					}
				}
				return all
			},
			Window: func(ref order.Ref) order.Window {
				when := func(name string) time.Time { at, _ := there(ref).Fields[name].(time.Time); return at }
				return order.Window{From: when(bitrix24.FieldFrom), To: when(bitrix24.FieldTo)}
			},
			Shows: func(ref order.Ref) order.Sums {
				d := there(ref)
				sums := order.Sums{Total: money(d.Opportunity)}
				paid, _, _ := strings.Cut(fmt.Sprint(d.Fields[bitrix24.FieldPaid]), "|")
				sums.Paid, _ = amount.ParseMoney(paid, "RUB")
				exact := fmt.Sprint(d.Fields["IS_MANUAL_OPPORTUNITY"]) != "Y"
				for _, r := range p.Rows(d.ID) {
					l := order.LineSum{Line: lineOf(d, r.ID), Name: r.Name, Quantity: amount.Milli(int64(r.Quantity*1000 + 0.5))}
					if exact {
						l.Total = money(r.Price * r.Quantity)
					}
					sums.Lines = append(sums.Lines, l)
				}
				return sums
			},
			Details: func(ref order.Ref) (order.Buyer, order.Delivery) {
				d := there(ref)
				text := func(name string) string { v, _ := d.Fields[name].(string); return v }
				c := p.Contacts()[slices.IndexFunc(p.Contacts(), func(c bitrix24test.Item) bool { return slices.Contains(d.Contacts, c.ID) })]
				name := strings.Join(strings.Fields(fmt.Sprint(c.Fields["LAST_NAME"])+" "+fmt.Sprint(c.Fields["NAME"])+" "+fmt.Sprint(c.Fields["SECOND_NAME"])), " ")
				return order.Buyer{Name: strings.TrimSpace(strings.ReplaceAll(name, "<nil>", "")), Phone: strings.TrimPrefix(strings.Join(c.Phones, " "), "+"), Email: strings.Join(c.Mails, " ")},
					order.Delivery{Address: text(bitrix24.FieldAddress), Comment: text(bitrix24.FieldRemark), Recipient: text(bitrix24.FieldRecipient)}
			},
			SetsRow: func(ref order.Ref, line string, q amount.Quantity) error {
				d := there(ref)
				var rows []bitrix24test.Line
				for _, r := range p.Rows(d.ID) {
					if lineOf(d, r.ID) == line {
						if r.Quantity = float64(q.Milli()) / 1000; q.IsZero() {
							continue
						}
					}
					rows = append(rows, r)
				}
				return p.SetsRows(bitrix24test.Operator, d.ID, rows...)
			},
			AddsRow: func(ref order.Ref, article string, q amount.Quantity) error {
				id := there(ref).ID
				return p.SetsRows(bitrix24test.Operator, id, append(p.Rows(id), bitrix24test.Line{Name: "Товар [" + article + "]", Price: 100, Quantity: float64(q.Milli()) / 1000})...)
			},
			TypesPromo: func(ref order.Ref, code string) error {
				return p.SetsField(bitrix24test.Operator, there(ref).ID, bitrix24.FieldPromo, code)
			},
			LosesAnswer: mishap(fake.ResetAfter()),
			FailsOnce:   mishap(fake.Status(503)),
			Call:        call(bitrix24test.ApplicationToken),
			Forged:      call("guessed0token"),
		}
	})
}
