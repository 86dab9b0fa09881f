package bridge_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/bitrix/bitrixtest"
	"github.com/ordo-sdk/ordo/erp/bitrix24/bitrix24test"
	"github.com/ordo-sdk/ordo/internal/chaos"
	"github.com/ordo-sdk/ordo/internal/datamatrix"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts/marking"
	"github.com/ordo-sdk/ordo/receipts/marking/photo"
	"github.com/ordo-sdk/ordo/status"
)

// foreignCode is of other goods than the shoes.
const foreignCode = "0104601234567800215Qx7&aB2kLm9Z\x1d91EE07\x1d92QmFzZTY0LWxvb2tpbmctY3J5cHRvLXRhaWwtNDQtYw=="

// labelOf is a picture of a label.
func labelOf(t *testing.T, code string) []byte {
	t.Helper()
	s, err := datamatrix.Encode(code)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, s.Image(4, 3)))
	return b.Bytes()
}

// People attach photos of labels to the goods of a deal. What cannot be the unit's code stands there as
// «Перемаркировка» with the reason, and is not asked for again by itself; the right one fills the code in. Each picture
// is read once.
//
// part of: B24-2, B24-10, B24-15
func TestACodeIsReadFromAPhotoInBitrix24(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1)
		x := s.Orders("", bitrixtest.Item{Article: "SHOES-42"})
		x.Pays()
		attach := func(name string, picture []byte) {
			require.NoError(t, s.Portal.Attaches(bitrix24test.Operator, chaos.Positions, x.Item(chaos.Positions, 1).ID, s.ItemField("PHOTO"), name, picture))
			x.Settle()
		}
		mark := func() order.Mark { return x.Order().View().Lines[0].Marks[0] }

		attach("1.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"))
		require.Equal(t, []string{"Перемаркировка"}, stages(x, chaos.Positions), "told: %s", x.Told())
		require.Contains(t, x.Told(), "the picture is HEIC, which is not read here: send it as JPEG or PNG")
		attach("2.png", labelOf(t, foreignCode))
		require.Contains(t, x.Told(), "the marking code is of other goods: its GTIN is 04601234567800")
		require.Equal(t, foreignCode, mark().Read)
		require.Empty(t, mark().Code)

		attach("3.png", labelOf(t, chaos.ShoeCode))
		require.Equal(t, chaos.ShoeCode, mark().Code, "told: %s", x.Told())
		require.Empty(t, mark().Rejected)
		require.Equal(t, []string{"Собирается"}, stages(x, chaos.Positions))
		require.Equal(t, []any{chaos.ShoeCode}, x.Item(chaos.Positions, 1).Fields[s.ItemField("MARK")])

		told := x.Told()
		attach("4.png", labelOf(t, chaos.ShoeCode))
		require.Equal(t, told, x.Told(), "it has this code")
		s.Quiet()
	}, chaos.WithPortal, func(s *chaos.Shop) { s.Options = append(s.Options, bridge.WithPhotos(photo.Reader{})) })
}

// reader is a reader of pictures that answers what it is told to.
type reader struct {
	codes []string
	err   error
}

func (r *reader) Read(context.Context, []byte) (codes []marking.Code, err error) {
	for _, text := range r.codes {
		c, err := marking.Parse(text)
		if err != nil {
			return nil, err
		}
		codes = append(codes, c)
	}
	return codes, r.err
}

// blurred is a word about a picture.
type blurred struct{}

func (blurred) Error() string        { return "unread" }
func (blurred) Text() order.Text     { return order.Textf("the picture is blurred") }
func (blurred) Is(target error) bool { return target == ordo.ErrInvalid }

// The program of the merchant, or a page of his, gives the picture of a unit.
//
// part of: B24-10, B24-15
func TestAMarkIsLoadedFromAPhoto(t *testing.T) {
	const second = "0104601234567893215second0000Zz\x1d93dGVz"
	r := &reader{}
	sells(t, func(s *chaos.Shop) {
		d := chaos.Boots()
		d.Lines[0].Quantity = amount.Pcs(2)
		x := s.Sells(d)
		x.Pays()
		x.As(chaos.Clerk, order.Assemble{Warehouse: chaos.Central})
		load := func(unit int, err error, codes ...string) (order.Mark, error) {
			r.codes, r.err = codes, err
			return s.Bridge.LoadMarkPhoto(t.Context(), x.Key(), "shoes", unit, []byte("picture"), chaos.Clerk)
		}
		lost := errors.New("the disk is full")
		_, err := load(0, lost)
		require.ErrorIs(t, err, lost)
		require.Empty(t, x.Order().View().Lines[0].Marks, "no word about the picture")
		_, err = s.Bridge.LoadMarkPhoto(t.Context(), "shop-1/none", "shoes", 0, nil, chaos.Clerk)
		require.ErrorIs(t, err, bridge.ErrUnknown)

		m, err := load(0, blurred{})
		require.NoError(t, err)
		require.Equal(t, order.Mark{Unit: 0, Rejected: "the picture is blurred"}, m)
		require.Equal(t, status.ItemRemarking, x.Order().View().Lines[0].Portions[0].State)
		m, err = load(0, nil, foreignCode)
		require.NoError(t, err)
		require.Contains(t, m.Rejected, "its GTIN is 04601234567800")
		require.Equal(t, foreignCode, m.Read)
		m, err = load(0, nil, chaos.ShoeCode, second)
		require.NoError(t, err)
		require.Contains(t, m.Rejected, "take each unit by itself")

		for range 2 {
			m, err = load(0, nil, foreignCode, chaos.ShoeCode)
			require.NoError(t, err)
			require.Equal(t, order.Mark{Unit: 0, Code: chaos.ShoeCode}, m, "of two the one of these goods")
		}
		_, err = load(0, blurred{})
		require.ErrorIs(t, err, order.ErrMarking)
		require.ErrorContains(t, err, "the picture is blurred")
		require.Equal(t, chaos.ShoeCode, x.Order().View().Lines[0].Marks[0].Code, "a code that is there stays")

		m, err = load(1, nil, chaos.ShoeCode)
		require.NoError(t, err)
		require.Contains(t, m.Rejected, "unit 0 has this code")
		m, err = load(1, nil, second)
		require.NoError(t, err)
		require.Equal(t, second, m.Code)
		_, err = load(7, nil, second)
		require.Error(t, err, "no such unit")
	}, func(s *chaos.Shop) { s.Options = append(s.Options, bridge.WithPhotos(r)) })
}

func TestPhotosNeedAReader(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		x := s.Sells(chaos.Boots())
		_, err := s.Bridge.LoadMarkPhoto(t.Context(), x.Key(), "shoes", 0, nil, chaos.Clerk)
		require.ErrorAs(t, err, new(*bridge.ConfigError))
		require.ErrorContains(t, err, "photo.Reader")
	}, func(s *chaos.Shop) { s.Options = append(s.Options, bridge.WithPhotos(nil)) })
}

func TestWithoutAReaderPeopleTypeTheCode(t *testing.T) {
	sells(t, func(s *chaos.Shop) {
		s.Has("SHOES-42", chaos.Shop1, 1)
		x := s.Orders("", bitrixtest.Item{Article: "SHOES-42"})
		x.Pays()
		require.NoError(t, s.Portal.Attaches(bitrix24test.Operator, chaos.Positions, x.Item(chaos.Positions, 1).ID, s.ItemField("PHOTO"), "1.png", labelOf(t, chaos.ShoeCode)))
		x.Settle()
		require.Contains(t, x.Told(), "type the code beside it")
		require.Empty(t, x.Order().View().Lines[0].Marks)
		s.Quiet()
	}, chaos.WithPortal)
}
