package cdek_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/cdek"
	"github.com/ordo-sdk/ordo/carriers/cdek/cdektest"
	"github.com/ordo-sdk/ordo/fake"
	"github.com/ordo-sdk/ordo/wire"
)

// refusal returns why CDEK refused.
func refusal(t *testing.T, err error) *cdek.RefusalError {
	t.Helper()
	var no *cdek.RefusalError
	require.ErrorAs(t, err, &no)
	return no
}

func TestAnAcceptedOrderTurnsInvalidLater(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(d *cdek.Draft)
		code  string
		field string
		class ordo.Class
	}{
		"unknown office":     {func(d *cdek.Draft) { d.DeliveryPoint = "NOPE1" }, "ve_receiver_pickup_point_incorrect", "delivery_point", ordo.Invalid},
		"tariff to the door": {func(d *cdek.Draft) { d.Tariff = 137 }, "err_pvz_with_tariff_mistake", "tariff_code", ordo.Invalid},
		"unknown tariff":     {func(d *cdek.Draft) { d.Tariff = 9999 }, "err_result_service_empty", "tariff_code", ordo.Invalid},
		"no VAT": {
			func(d *cdek.Draft) { d.Packages[0].Items[1].Payment.VAT = "" },
			"error_validate_good_vat_rate_is_not_selected", "packages.items.payment.vat_rate", ordo.Invalid,
		},
		"VAT of another rate": {
			func(d *cdek.Draft) { d.Packages[0].Items[1].Payment.VAT = "10" },
			"error_validate_good_vat_rate_sum_not_appropriate", "packages.items.payment.vat_sum", ordo.Invalid,
		},
		"the same article twice": {
			func(d *cdek.Draft) { d.Packages[0].Items[1].WareKey = "ALT-42W#1" },
			"error_validate_package_article_not_unique", "packages.items.ware_key", ordo.Invalid,
		},
		"no size":         {func(d *cdek.Draft) { d.Packages[0].Length = 0 }, "error_validate_package_one_of_size_is_zero", "packages", ordo.Invalid},
		"not in contract": {nil, "ve_as_part_deliv_forbidden", "services", ordo.Unsupported},
	} {
		t.Run(name, func(t *testing.T) {
			st := cdektest.Settings{CheckReads: 2, NoPartialDelivery: tt.spoil == nil}
			inBubble(t, st, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
				d := draft("SHP-1")
				if tt.spoil != nil {
					tt.spoil(&d)
				}
				o, err := c.CreateOrder(t.Context(), d)
				require.NoError(t, err, "it is accepted at first")
				_, err = c.WaitOrder(t.Context(), o.UUID)
				e := failure(t, err)
				require.Equal(t, tt.code, e.Code)
				require.Equal(t, tt.class, e.Class)
				no := refusal(t, err)
				require.True(t, no.Later)
				require.Equal(t, o.UUID, no.UUID)
				require.Equal(t, cdek.RequestCreate, no.Type)
				require.Equal(t, tt.field, no.Problems[0].Field())
				require.ErrorContains(t, err, tt.field)

				failed, err := c.GetOrder(t.Context(), o.UUID)
				require.NoError(t, err, "the order itself can be read")
				require.Equal(t, cdek.PhaseInvalid, cdek.StatusOf(failed.Current().Code).Phase)

				if tt.spoil != nil { // the number is free: the corrected draft goes through
					require.NotEqual(t, o.UUID, place(t, c, draft("SHP-1")).UUID)
					require.Equal(t, 1, valid(srv))
				}
			})
		})
	}
}

func TestWhatIsRefusedAtOnce(t *testing.T) {
	for _, byRequest := range []bool{false, true} {
		inBubble(t, cdektest.Settings{RefuseByRequest: byRequest}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			for code, spoil := range map[string]func(d *cdek.Draft){
				"v2_field_is_empty": func(d *cdek.Draft) { d.Recipient = cdek.Contact{} },
				"v2_delivery_address_multivalued": func(d *cdek.Draft) {
					d.To = &cdek.Location{Code: 137, Address: "Nevsky 1"}
				},
				"v2_recipient_location_not_recognized": func(d *cdek.Draft) {
					d.DeliveryPoint, d.To = "", &cdek.Location{PostalCode: "190000", Address: "Nevsky 1"}
				},
			} {
				d := draft("SHP-1")
				spoil(&d)
				_, err := c.CreateOrder(t.Context(), d)
				require.Equal(t, code, failure(t, err).Code)
				require.Equal(t, ordo.Invalid, failure(t, err).Class)
				require.Equal(t, 400, failure(t, err).HTTPStatus)
				no := refusal(t, err)
				require.False(t, no.Later)
				require.True(t, no.Has(code))
				if code == "v2_field_is_empty" {
					require.Equal(t, "recipient", no.Problems[0].Field())
				}
				require.Equal(t, byRequest, no.Type == cdek.RequestCreate)
			}
			require.Empty(t, srv.Orders())
		})
	}
}

func TestAnOrderIsChangedUntilItMoves(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		change := cdek.Draft{Recipient: cdek.Contact{Name: "Petrova Anna", Phones: []cdek.Phone{{Number: "+79010000003"}}}, Comment: "ring twice"}
		ack, err := c.UpdateOrder(t.Context(), o.UUID, change)
		require.NoError(t, err)
		require.Equal(t, o.UUID, ack.UUID)
		require.Equal(t, cdek.RequestUpdate, ack.Requests[0].Type)
		_, err = c.UpdateOrder(t.Context(), o.UUID, change)
		require.ErrorIs(t, err, ordo.ErrRetry, "the first is still under way")
		o, err = c.WaitOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.Equal(t, "Petrova Anna", o.Recipient.Name)

		_, err = c.UpdateOrder(t.Context(), o.UUID, cdek.Draft{Recipient: o.Draft.Recipient, DeliveryPoint: "NOPE1"})
		require.NoError(t, err)
		_, err = c.WaitOrder(t.Context(), o.UUID)
		require.Equal(t, cdek.RequestUpdate, refusal(t, err).Type)

		srv.TakeIn("SHP-1")
		_, err = c.UpdateOrder(t.Context(), o.UUID, change)
		require.ErrorIs(t, err, ordo.ErrConflict)
	})
}

func TestAnOrderThatHasNotMovedIsDeleted(t *testing.T) {
	despite(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
		o := place(t, c, draft("SHP-1"))
		srv.Faults().Next("DELETE /v2/orders/{uuid}", f)
		_, err := c.DeleteOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.NoError(t, c.WaitDeleted(t.Context(), o.UUID))
		require.Zero(t, valid(srv))
		ack, err := c.DeleteOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.True(t, ack.Already)
		_, err = c.GetOrderByNumber(t.Context(), "SHP-1")
		require.ErrorIs(t, err, ordo.ErrNotFound)
		require.NotEqual(t, o.UUID, place(t, c, draft("SHP-1")).UUID, "the number may be used again")
	})
}

func TestAnOrderThatMovesIsNotDeletedButRefused(t *testing.T) {
	despite(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
		o := place(t, c, draft("SHP-1"))
		srv.TakeIn("SHP-1")
		_, err := c.DeleteOrder(t.Context(), o.UUID)
		require.NoError(t, err, "it is accepted at first")
		err = c.WaitDeleted(t.Context(), o.UUID)
		require.ErrorIs(t, err, ordo.ErrConflict)
		require.Equal(t, "error_validate_order_delete_status", failure(t, err).Code)

		srv.Faults().Next("POST /v2/orders/{uuid}/refusal", f)
		_, err = c.RefuseOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		srv.Settle()
		o, err = c.GetOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.Equal(t, "NOT_DELIVERED", o.Current().Code)
		require.Equal(t, "11", o.Current().Reason)
		require.Len(t, o.RelatedOf(cdek.ReturnOrder), 1)
		back, err := c.GetOrder(t.Context(), o.RelatedOf(cdek.ReturnOrder)[0].UUID)
		require.NoError(t, err)
		require.False(t, back.IsOutward())
		require.Equal(t, "MSK5", back.DeliveryPoint)

		ack, err := c.RefuseOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.True(t, ack.Already)
	})
}

// Which uuid CDEK answers a return with is not documented.
func TestAClientReturnIsMadeOnceWhateverUUIDIsAnswered(t *testing.T) {
	for _, other := range []bool{false, true} {
		despite(t, cdektest.Settings{AnswerDirectOrder: other}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client, f fake.Fault) {
			o := place(t, c, draft("SHP-1"))
			_, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
			require.ErrorIs(t, err, ordo.ErrInvalid, "it is not delivered yet")
			srv.Deliver("SHP-1")
			srv.Faults().Next("POST /v2/orders/{uuid}/clientReturn", f)
			ack, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
			require.NoError(t, err)
			again, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
			require.NoError(t, err)
			require.True(t, again.Already)
			require.Equal(t, ack.UUID, again.UUID)
			require.Len(t, srv.Orders(), 2)
			back, err := c.WaitOrder(t.Context(), ack.UUID)
			require.NoError(t, err)
			require.True(t, back.ClientReturn)
			require.Equal(t, o.UUID, back.RelatedOf(cdek.ClientDirectOrder)[0].UUID)
		})
	}
}

func TestPartOfTheGoodsIsTaken(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		srv.Ship("SHP-1")
		srv.Arrive("SHP-1")
		srv.DeliverPart("SHP-1", 2)
		o, err := c.GetOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.True(t, o.Partial())
		require.True(t, o.IsOutward())
		require.Equal(t, []int{1, 1}, []int{o.Packages[0].Items[0].Handed, o.Packages[0].Items[1].Handed})
		paid, err := o.Detail.PaymentSum.Money()
		require.NoError(t, err)
		require.Equal(t, "550.00 RUB", paid.String())
		require.Len(t, o.RelatedOf(cdek.ReturnOrder), 1)

		srv.TakeBack("SHP-1")
		o, err = c.GetOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.Equal(t, "ACCEPTED_AT_PICK_UP_POINT", o.Current().Code, "DELIVERED was a mistake")
		var way []string
		for _, s := range o.History() {
			way = append(way, s.Code)
		}
		require.Equal(t, []string{"ACCEPTED", "CREATED", "TAKEN_BY_TRANSPORTER_FROM_SENDER_CITY", "ACCEPTED_AT_PICK_UP_POINT"}, way)
	})
}

func TestTheSampleOfTheVendorIsReadWhole(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		srv.Faults().Next("GET /v2/orders/{uuid}", fake.Refuse(http.StatusOK, "application/json", string(testdata(t, "order.json"))))
		o, err := c.GetOrder(t.Context(), "3f2b7c10-9d10-4a55-8f0e-1d2c3b4a5001")
		require.NoError(t, err)
		require.Equal(t, "1600012345", o.CDEKNumber)
		require.Equal(t, cdek.ShopOrder, o.Type)
		require.Equal(t, wire.Decimal("1800"), o.Packages[0].Charged)
		require.Equal(t, "CREATED", o.Current().Code)
		require.True(t, o.Current().At.Equal(time.Date(2026, 2, 3, 10, 15, 4, 0, time.UTC)))
		require.Equal(t, 137, o.To.Code)
		require.Contains(t, o.Extra, "novelty")
		require.Contains(t, o.Packages[0].Items[0].Extra, "colour")
		require.Equal(t, "SOMETHING_NEW", o.Statuses[2].Code, "unknown codes survive")
		require.Equal(t, cdek.RequestState("HALF_DONE"), o.Requests[1].State)
	})
}

// A fresh order may be unknown for some seconds. Who deletes it then must not be told that it is gone.
func TestAFreshOrderThatIsNotShownYetIsDeletedAllTheSame(t *testing.T) {
	inBubble(t, cdektest.Settings{HideFor: 3 * time.Second}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o, err := c.CreateOrder(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		ack, err := c.DeleteOrder(t.Context(), o.UUID)
		require.NoError(t, err)
		require.False(t, ack.Already, "CDEK was asked, and took it")
		require.NoError(t, c.WaitDeleted(t.Context(), o.UUID))
		require.Zero(t, valid(srv))
		srv.Faults().Always("DELETE /v2/orders/{uuid}", cdektest.Refuse(400, "v2_entity_forbidden", "Entity is forbidden"))
		_, err = c.DeleteOrder(t.Context(), orderUUID)
		require.Equal(t, ordo.NotFound, failure(t, err).Class, "what is refused as another's has not been done")
	})
}

// The number of the shop stands on the return order too. What goes back is not the order that the number is of.
func TestTheOrderOfANumberIsTheOneThatGoesOut(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		first := place(t, c, draft("SHP-1"))
		srv.Ship("SHP-1")
		srv.Return("SHP-1", "23")
		out, err := c.GetOrder(t.Context(), first.UUID)
		require.NoError(t, err)
		back := out.RelatedOf(cdek.ReturnOrder)[0]
		body := `{"entity":{"uuid":"` + back.UUID + `","number":"SHP-1","is_return":true,"cdek_number":"77","statuses":[{"code":"DELIVERED"}]},` +
			`"requests":[],"related_entities":[{"type":"direct_order","uuid":"` + first.UUID + `"}]}`
		srv.Faults().Next("GET /v2/orders", fake.Refuse(200, "application/json", body))
		again, err := c.CreateOrder(t.Context(), draft("SHP-1"))
		require.NoError(t, err)
		require.True(t, again.Already)
		require.Equal(t, first.UUID, again.UUID)
		require.Equal(t, "NOT_DELIVERED", again.Current().Code)
	})
}

// A return that failed its checks stays linked. It must not be taken for the one that is asked for.
func TestAClientReturnThatFailedIsAskedForAnew(t *testing.T) {
	inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
		o := place(t, c, draft("SHP-1"))
		srv.Deliver("SHP-1")
		srv.Fail("SHP-1", "err_result_service_empty", "По данному направлению выбранный тариф недоступен")
		first, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		_, err = c.WaitOrder(t.Context(), first.UUID)
		require.ErrorIs(t, err, ordo.ErrInvalid)
		second, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		require.False(t, second.Already)
		require.NotEqual(t, first.UUID, second.UUID)
		_, err = c.WaitOrder(t.Context(), second.UUID)
		require.NoError(t, err)
		third, err := c.CreateClientReturn(t.Context(), o.UUID, 136)
		require.NoError(t, err)
		require.True(t, third.Already)
		require.Equal(t, second.UUID, third.UUID)
	})
}

// A gateway that knows nothing at the address says nothing about orders: nothing is done, or believed done, because
// of it.
func TestABare404IsNoAnswerOfCDEK(t *testing.T) {
	type call = func(c *cdek.Client, ctx context.Context, uuid string) error
	for op, do := range map[string]call{
		"GET /v2/orders": func(c *cdek.Client, ctx context.Context, _ string) error {
			_, err := c.CreateOrder(ctx, draft("SHP-1"))
			return err
		},
		"GET /v2/orders/{uuid}": (*cdek.Client).WaitDeleted, "DELETE /v2/webhooks/{uuid}": (*cdek.Client).DeleteSubscription, "DELETE /v2/intakes/{uuid}": (*cdek.Client).DeleteIntake,
	} {
		inBubble(t, cdektest.Settings{}, func(t *testing.T, srv *cdektest.Server, c *cdek.Client) {
			srv.Faults().Always(op, fake.Refuse(404, "text/html", "<html>no such page</html>"))
			require.Equal(t, ordo.Retry, failure(t, do(c, t.Context(), orderUUID)).Class, op)
			require.Zero(t, srv.Calls("POST /v2/orders"), op)
		})
	}
}
