package bxrest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

const eventBody = "event=ONCRMDYNAMICITEMUPDATE&event_handler_id=201&data%5BFIELDS%5D%5BID%5D=759&data[FIELDS][ENTITY_TYPE_ID]=1038&ts=1780000000" +
	"&auth%5Bdomain%5D=shop.bitrix24.ru&auth%5Bmember_id%5D=m1&auth%5Bapplication_token%5D=tok&auth[user_id]=21&auth[new_field]=x"

func TestAnEventIsRead(t *testing.T) {
	t.Parallel()
	e, err := bxrest.ParseEvent([]byte(eventBody))
	require.NoError(t, err)
	require.Equal(t, "ONCRMDYNAMICITEMUPDATE", e.Name)
	require.Equal(t, "759", e.ID())
	require.Equal(t, "1038", e.Field("FIELDS", "ENTITY_TYPE_ID"))
	require.EqualValues(t, 21, e.Auth.User)
	require.JSONEq(t, `"x"`, string(e.Auth.Extra["new_field"]))
	require.True(t, e.At.Equal(time.Unix(1780000000, 0)))
	require.True(t, e.From("m1", ordo.NewSecret("tok")))
	require.False(t, e.From("m2", ordo.NewSecret("tok")))
	require.False(t, e.From("m1", ordo.NewSecret("tok2")))
	require.False(t, e.From("", ordo.Secret{}))
	none, err := bxrest.ParseEvent(nil)
	require.NoError(t, err)
	require.False(t, none.From("", ordo.Secret{}), "nobody has the zero token")
}

func TestEventsOfOtherForms(t *testing.T) {
	t.Parallel()
	e, err := bxrest.ParseEvent([]byte("event=ONTASKUPDATE&data[FIELDS_BEFORE][ID]=5&data[FIELDS_AFTER][ID]=5&data[IS_ACCESSIBLE_AFTER]=N"))
	require.NoError(t, err)
	require.Equal(t, "5", e.ID())
	e, err = bxrest.ParseEvent([]byte("document_id[]=crm&document_id[]=CCrmDocumentDeal&document_id[]=DEAL_77&auth[application_token]=t"))
	require.NoError(t, err)
	require.Equal(t, []string{"crm", "CCrmDocumentDeal", "DEAL_77"}, e.Document)
	e, err = bxrest.ParseEvent([]byte("event=ONOFFLINEEVENT&data="))
	require.NoError(t, err)
	require.Empty(t, e.ID())
	_, err = bxrest.ParseEvent([]byte("a=%zz"))
	require.Error(t, err)
}

func FuzzEvent(f *testing.F) {
	for _, s := range []string{eventBody, "a[][]=1&a[][]=2&a=3&a[x]=4", frameBody, "PLACEMENT_OPTIONS[ID]=7&AUTH_ID[]=x", "PLACEMENT_OPTIONS={\"ID\":1e99}", "event[a]=1&data[0]=x&data[1]=y&ts=x&auth=1", "[=1&]=2&a[b=3&a]b[=4"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := bxrest.ParseEvent(body)
		if err == nil {
			_ = e.ID()
			require.False(t, e.From("", ordo.Secret{}))
		}
		if f, err := bxrest.ParseFrame(body); err == nil {
			require.GreaterOrEqual(t, f.ID(), int64(0))
		}
	})
}
