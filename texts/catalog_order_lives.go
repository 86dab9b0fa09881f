package texts

// orderLives are texts about orders that are forgotten here.
func orderLives() []entry {
	return []entry{
		{"Draft.Links[%d]", "Draft.Links[%d]", "Draft.Links[%d]", "Draft.Links[%d]"},
		{
			"a link needs a kind, and the id or the reference of the other order",
			"укажите вид связи и номер или ссылку другого заказа",
			"зазначте вид зв’язку та номер або посилання іншого замовлення",
			"podaj rodzaj powiązania oraz numer albo odnośnik drugiego zamówienia",
		},
		{
			"say why it is to be forgotten",
			"укажите, почему заказ нужно забыть",
			"зазначте, чому замовлення треба забути",
			"podaj, dlaczego zamówienie ma zostać zapomniane",
		},
		{
			"it was forgotten here and does not change any more; if its channel still has it, it is loaded as a new order",
			"заказ здесь забыт и больше не меняется; если он ещё есть в канале, он загрузится как новый",
			"замовлення тут забуто, і воно більше не змінюється; якщо воно ще є в каналі, воно завантажиться як нове",
			"zamówienie zostało tu zapomniane i już się nie zmienia; jeśli nadal jest w kanale, wczyta się jako nowe",
		},
		{
			"carrier %s was asked for it; once it has answered, cancel that request first",
			"для него подана заявка перевозчику %s; дождитесь ответа и отзовите её",
			"для нього подано заявку перевізнику %s; дочекайтеся відповіді й відкличте її",
			"zgłoszono ją przewoźnikowi %s; poczekaj na odpowiedź i wycofaj zgłoszenie",
		},
		{
			"it is %s: an order whose goods have left cannot be forgotten",
			"статус «%s»: заказ, товар которого уже отправлен, забыть нельзя",
			"статус «%s»: замовлення, товар якого вже відправлено, забути не можна",
			"status „%s”: zamówienia, którego towar wysłano, nie można zapomnieć",
		},
		{
			"it is %s: an order with money cannot be forgotten",
			"статус «%s»: заказ, по которому есть деньги, забыть нельзя",
			"статус «%s»: замовлення, за яким є гроші, забути не можна",
			"status „%s”: zamówienia, za które są pieniądze, nie można zapomnieć",
		},
		{
			"its money is %s: an order with money cannot be forgotten",
			"деньги: «%s»; заказ, по которому есть деньги, забыть нельзя",
			"гроші: «%s»; замовлення, за яким є гроші, забути не можна",
			"pieniądze: „%s”; zamówienia, za które są pieniądze, nie można zapomnieć",
		},
		{
			"the channel waits for its answer; answer it first",
			"канал ждёт ответа на него; сначала ответьте",
			"канал чекає відповіді на нього; спочатку дайте відповідь",
			"kanał czeka na odpowiedź; najpierw jej udziel",
		},
		{
			"it is %s: personal data can be erased once it has ended",
			"статус «%s»: персональные данные можно удалить, когда заказ завершён",
			"статус «%s»: персональні дані можна видалити, коли замовлення завершено",
			"status „%s”: dane osobowe można usunąć, gdy zamówienie jest zakończone",
		},
		{
			"its money is %s: settle the refund first",
			"деньги: «%s»; сначала завершите возврат денег",
			"гроші: «%s»; спочатку завершіть повернення коштів",
			"pieniądze: „%s”; najpierw zakończ zwrot pieniędzy",
		},
		{
			"the return of line %s is %s: finish it first",
			"возврат позиции %s: «%s»; сначала завершите его",
			"повернення позиції %s: «%s»; спочатку завершіть його",
			"zwrot pozycji %s: „%s”; najpierw go zakończ",
		},
		{"answer it first", "сначала ответьте на него", "спочатку дайте на нього відповідь", "najpierw na nią odpowiedz"},
		{
			"it is in force; void it first",
			"документ действует; сначала аннулируйте его",
			"документ чинний; спочатку анулюйте його",
			"dokument obowiązuje; najpierw go unieważnij",
		},
	}
}
