package russianpost_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers/russianpost"
	"github.com/ordo-sdk/ordo/carriers/russianpost/russianposttest"
	"github.com/ordo-sdk/ordo/fake"
)

// post returns the clients of a server, without sockets.
func post(srv *russianposttest.Server, opts ...ordo.Option) (*russianpost.Client, *russianpost.Tracking, *russianpost.Tariff) {
	opts = append(opts, ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()}))
	return russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultLogin, russianposttest.DefaultPassword, opts...),
		russianpost.NewTracking(russianposttest.DefaultTrackingLogin, russianposttest.DefaultTrackingPassword, opts...), russianpost.NewTariff(opts...)
}

func TestALifeOfAParcel(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := russianposttest.New(russianposttest.Settings{Contract: true})
		defer srv.Close()
		post, track, tariff := post(srv)
		ctx := t.Context()

		points, err := post.ListShippingPoints(ctx)
		require.NoError(t, err)
		require.Equal(t, russianposttest.OfficeMoscow, points[0].Index)
		addresses, err := post.CleanAddresses(ctx, "190000, Санкт-Петербург, ул Примерная, 1")
		require.NoError(t, err)
		require.NoError(t, addresses[0].Problem)
		price, err := post.GetTariff(ctx, russianpost.Quote{
			From: russianposttest.OfficeMoscow, To: "190000", MailType: russianpost.Parcel, MailCategory: russianpost.DeclaredValue, Mass: 1200, DeclaredValue: 499000, MailDirect: 643,
		})
		require.NoError(t, err)
		require.Positive(t, *price.Total)
		public, err := tariff.GetPrice(ctx, russianpost.TariffQuery{Object: 4030, From: "101000", To: "190000", Weight: 1200})
		require.NoError(t, err)
		require.Positive(t, public.PayVAT)

		d := draft("SHP-1")
		d.Goods = &russianpost.Goods{Items: []russianpost.Item{{Description: "Кроссовки", Quantity: "1", Value: 499000, Article: "ALT-42W"}}}
		o, err := post.CreateOrder(ctx, d)
		require.NoError(t, err)
		again, err := post.CreateOrder(ctx, d)
		require.NoError(t, err)
		require.True(t, again.Already)
		require.Equal(t, o.Barcode, again.Barcode)
		require.Len(t, srv.Orders(), 1)

		d.Mass = 1500
		require.NoError(t, post.UpdateOrder(ctx, o.ID, d))
		read, err := post.GetOrder(ctx, o.ID)
		require.NoError(t, err)
		require.NoError(t, read.Problem)
		require.Equal(t, 1500, read.Mass)
		require.NoError(t, post.UpdateOrder(ctx, o.ID, read.Draft), "what was read can be sent")
		_, err = post.GetForm(ctx, russianpost.FormBacklog, strconv.FormatInt(o.ID, 10), russianpost.FormOptions{})
		require.Equal(t, ordo.Unsupported, failure(t, err).Class, "a parcel has papers once it is in a batch")

		made, err := post.CreateBatches(ctx, russianpost.BatchOptions{SendingDate: russianpost.DateOf(time.Now().Add(24 * time.Hour))}, o.ID)
		require.NoError(t, err)
		name := made.Batches[0].Name
		_, err = post.GetForm(ctx, russianpost.FormF103, name, russianpost.FormOptions{})
		require.Error(t, err, "it is not checked in")
		_, err = post.ReturnToBacklog(ctx, o.ID)
		require.NoError(t, err)
		made, err = post.CreateBatches(ctx, russianpost.BatchOptions{SendingDate: russianpost.DateOf(time.Now().Add(24 * time.Hour))}, o.ID)
		require.NoError(t, err)
		name = made.Batches[0].Name
		_, err = post.Checkin(ctx, name, false)
		require.NoError(t, err)
		_, err = post.Checkin(ctx, name, false)
		require.NoError(t, err, "a batch that is checked in counts as done")
		for kind, of := range map[russianpost.FormKind]string{russianpost.FormF103: name, russianpost.FormBatch: name, russianpost.FormOrder: strconv.FormatInt(o.ID, 10)} {
			b, err := post.GetForm(ctx, kind, of, russianpost.FormOptions{})
			require.NoError(t, err)
			require.NotEmpty(t, b)
		}
		_, err = post.ReturnToBacklog(ctx, o.ID)
		require.Equal(t, ordo.Conflict, failure(t, err).Class)

		srv.Accept("SHP-1")
		time.Sleep(time.Hour)
		srv.Ship("SHP-1")
		time.Sleep(time.Hour)
		srv.Arrive("SHP-1")
		found, err := post.SearchShipments(ctx, o.Barcode)
		require.NoError(t, err)
		require.NoError(t, found[0].Problem)
		code, known := found[0].Last()
		require.Equal(t, "8/2", code)
		require.True(t, known)
		records, err := track.History(ctx, o.Barcode)
		require.NoError(t, err)
		require.NotEmpty(t, records)
		for _, r := range records {
			require.NoError(t, r.Problem)
			require.Empty(t, r.Extra)
		}
		require.Equal(t, "8/2", records[len(records)-1].Code())

		ticket, err := track.CreateTicket(ctx, o.Barcode, "80000202699999")
		require.NoError(t, err)
		_, err = track.GetAnswer(ctx, ticket)
		var pending *ordo.PendingError
		require.ErrorAs(t, err, &pending)
		time.Sleep(russianpost.TicketPause + time.Second)
		a, err := track.GetAnswer(ctx, ticket)
		require.NoError(t, err)
		s := a.Sort(o.Barcode, "80000202699999")
		require.Len(t, s.News, 1)
		require.Len(t, s.Failed, 1)
		time.Sleep(russianpost.TicketLife)
		_, err = track.GetAnswer(ctx, ticket)
		require.Equal(t, ordo.NotFound, failure(t, err).Class)

		srv.HandOut("SHP-1")
		back, err := post.CreateReturn(ctx, o.Barcode, "")
		require.NoError(t, err)
		require.Equal(t, back, srv.Returns()[0].Barcode)
	})
}

// Every event that the fake knows is told alike by the three ways to ask.
func TestThreeWaysTellTheSame(t *testing.T) {
	for _, prefixes := range []bool{false, true} {
		bubble(t, func(t *testing.T) {
			srv := russianposttest.New(russianposttest.Settings{Contract: true, Prefixes: prefixes})
			defer srv.Close()
			post, track, _ := post(srv)
			barcode := srv.MakeOrder(map[string]any{"order-num": "SHP-1"})
			srv.Accept(barcode)
			srv.Arrive(barcode)
			srv.Refuse(barcode)
			srv.SendBack(barcode)
			srv.ArriveBack(barcode)
			srv.HandBack(barcode)
			records, err := track.History(t.Context(), barcode)
			require.NoError(t, err)
			ticket, err := track.CreateTicket(t.Context(), barcode)
			require.NoError(t, err)
			time.Sleep(russianpost.TicketPause + time.Second)
			a, err := track.GetAnswer(t.Context(), ticket)
			require.NoError(t, err)
			var single, batch []string
			for _, r := range records {
				single = append(single, r.Code())
			}
			for _, op := range a.Items[0].Operations {
				batch = append(batch, op.Code())
			}
			require.Equal(t, single, batch)
			found, err := post.SearchShipments(t.Context(), barcode)
			require.NoError(t, err)
			code, known := found[0].Last()
			require.True(t, known)
			require.Equal(t, code, single[len(single)-1])
			require.True(t, slices.Contains(single, "12/6") && slices.Contains(single, "2/2"), "%v", single)
		})
	}
}

func TestAParcelIsMadeOnceWhateverIsLost(t *testing.T) {
	for name, f := range map[string]fake.Fault{
		"lost answer": fake.ResetAfter(), "gateway": fake.StatusAfter(502), "not sent": fake.ResetBefore(), "slow": fake.Slow(0),
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				srv := russianposttest.New(russianposttest.Settings{})
				defer srv.Close()
				post, _, _ := post(srv)
				srv.Faults().Next("PUT /2.0/user/backlog", f)
				o, err := post.CreateOrder(t.Context(), draft("SHP-1"))
				require.NoError(t, err)
				require.Len(t, srv.Orders(), 1)
				require.Equal(t, srv.Orders()[0].Barcode, o.Barcode)
				done, err := post.DeleteOrders(t.Context(), o.ID)
				require.NoError(t, err)
				require.Equal(t, []int64{o.ID}, done)
				_, err = post.DeleteOrders(t.Context(), o.ID)
				require.Equal(t, ordo.NotFound, failure(t, err).Class)
			})
		})
	}
}

func TestTheFakeRefusesAsTheVendorDoes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := russianposttest.New(russianposttest.Settings{Limit: 20})
		defer srv.Close()
		post, _, _ := post(srv)
		bad := draft("SHP-1")
		bad.Index = "999999"
		_, err := post.CreateOrder(t.Context(), bad)
		var no *russianpost.RefusalError
		require.ErrorAs(t, err, &no)
		require.True(t, slices.ContainsFunc(no.Problems, func(p russianpost.Problem) bool { return p.Field() == "index-to" }), "%v", no)
		_, err = post.GetTariff(t.Context(), russianpost.Quote{From: "630000", To: "190000", MailType: russianpost.Parcel, MailCategory: russianpost.Ordinary, Mass: 1200, MailDirect: 643})
		require.Equal(t, ordo.Invalid, failure(t, err).Class)
		require.ErrorContains(t, err, russianposttest.OfficeMoscow2)
		var limit *russianpost.LimitError
		for n := 0; !errors.As(err, &limit); n++ {
			require.Less(t, n, 30)
			_, err = post.SearchBacklog(t.Context(), fmt.Sprint("SHP-", n))
		}
		require.Equal(t, ordo.RateLimited, failure(t, err).Class)
		_, track, _ := post2(srv)
		_, err = track.History(t.Context(), "80000202699999")
		require.Equal(t, ordo.Auth, failure(t, err).Class, "the login of Otpravka is not that of tracking")
	})
}

// post2 returns clients with the credentials of the other service.
func post2(srv *russianposttest.Server) (*russianpost.Client, *russianpost.Tracking, *russianpost.Tariff) {
	via := ordo.WithHTTPClient(&http.Client{Transport: srv.Transport()})
	return russianpost.New(russianposttest.DefaultToken, russianposttest.DefaultTrackingLogin, russianposttest.DefaultTrackingPassword, via),
		russianpost.NewTracking(russianposttest.DefaultLogin, russianposttest.DefaultPassword, via), nil
}

func TestEveryOtherCallOverTheFake(t *testing.T) {
	bubble(t, func(t *testing.T) {
		srv := russianposttest.New(russianposttest.Settings{FreeReturnAddress: true, Contract: true})
		defer srv.Close()
		post, track, _ := post(srv)
		ctx := t.Context()
		barcode := srv.MakeOrder(map[string]any{"order-num": "SHP-1"})
		srv.HandOut(barcode)
		for b, err := range post.ListBatches(ctx, russianpost.BatchFilter{}) {
			require.NoError(t, err)
			require.NoError(t, b.Problem)
			for o, err := range post.ListBatchOrders(ctx, b.Name) {
				require.NoError(t, err)
				require.NoError(t, o.Problem)
				one, err := post.GetShipment(ctx, o.ID)
				require.NoError(t, err)
				require.Equal(t, o.Barcode, one.Barcode)
			}
			_, err = post.GetBatch(ctx, b.Name)
			require.NoError(t, err)
		}
		_, err := post.ListArchived(ctx)
		require.NoError(t, err)
		_, err = post.SearchLongArchive(ctx, barcode)
		require.NoError(t, err)
		n := 0
		for p, err := range post.ListPoints(ctx, russianpost.AllPoints) {
			require.NoError(t, err)
			require.NoError(t, p.Problem)
			require.NotEmpty(t, p.Address.Index)
			n++
		}
		require.Positive(t, n)
		o, err := post.GetOffice(ctx, russianposttest.OfficePetersburg)
		require.NoError(t, err)
		require.NoError(t, o.Problem)
		_, err = post.GetOffice(ctx, "999999")
		require.Equal(t, ordo.NotFound, failure(t, err).Class)
		_, err = post.ListOfficeServices(ctx, russianposttest.OfficePetersburg)
		require.NoError(t, err)
		_, err = post.ListIndexes(ctx, "Санкт-Петербург", "", "")
		require.NoError(t, err)
		found, err := post.FindOffices(ctx, "Санкт-Петербург, ул Примерная, 1", 2)
		require.NoError(t, err)
		require.NotEmpty(t, found.Indexes)
		near, err := post.ListNearby(ctx, russianpost.Nearby{Latitude: o.Latitude, Longitude: o.Longitude, Top: 3})
		require.NoError(t, err)
		require.NotEmpty(t, near)
		limit, err := post.GetLimit(ctx)
		require.NoError(t, err)
		require.Positive(t, limit.Used)
		_, err = post.GetBalance(ctx)
		require.NoError(t, err)
		_, err = post.GetSettings(ctx)
		require.NoError(t, err)
		names, err := post.CleanNames(ctx, "Петров Иван Сергеевич")
		require.NoError(t, err)
		require.NoError(t, names[0].Problem)
		phones, err := post.CleanPhones(ctx, "8 (901) 000-00-02")
		require.NoError(t, err)
		require.Equal(t, russianpost.Digits("79010000002"), phones[0].Digits())
		_, err = post.CheckRecipient(ctx, russianpost.Recipient{Address: "Санкт-Петербург", Name: "Петров Иван", Phone: "79010000002"})
		require.NoError(t, err)
		address := russianpost.Address{Type: russianpost.AddressDefault, Index: "190000", Region: "г Санкт-Петербург", Place: "г Санкт-Петербург", Street: "ул Примерная", House: "1"}
		back, err := post.CreateSeparateReturn(ctx, russianpost.ReturnDraft{
			MailType: russianpost.EasyReturn, Sender: "Петров Иван", Recipient: "ООО Весна", From: address, Office: russianposttest.OfficeMoscow,
		})
		require.NoError(t, err)
		_, err = post.GetForm(ctx, russianpost.FormReturn, back, russianpost.FormOptions{})
		require.NoError(t, err)
		require.NoError(t, post.DeleteReturn(ctx, back))
		require.Equal(t, ordo.NotFound, failure(t, post.DeleteReturn(ctx, back)).Class)
		_, err = track.CODEvents(ctx, barcode)
		require.NoError(t, err)
	})
}
