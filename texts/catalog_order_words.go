package texts

// orderTelling are the refusals about what the channel and the buyer are told.
func orderTelling() []entry {
	return []entry{
		{"told", "сообщение покупателю", "повідомлення покупцю", "wiadomość do kupującego"},
		{"code", "код", "код", "kod"},
		{
			"the scheme %s wants to know how the buyer was told: say it in Cancel.Told",
			"по схеме «%s» нужно указать, как об отмене сообщили покупателю: заполните Cancel.Told",
			"за схемою «%s» треба вказати, як про скасування повідомили покупця: заповніть Cancel.Told",
			"model „%s” wymaga informacji, jak powiadomiono kupującego o anulowaniu: podaj ją w Cancel.Told",
		},
		{
			"a refusal at the door is sent when the order is closed, by its reason; leave the code out",
			"отказ при вручении передаётся при закрытии заказа по своей причине; код не указывайте",
			"відмова під час вручення передається в разі закриття замовлення за своєю причиною; код не вказуйте",
			"odmowa przy odbiorze jest przekazywana przy zamknięciu zamówienia według przyczyny; nie podawaj kodu",
		},
		{"shipping cost", "стоимость доставки", "вартість доставки", "koszt dostawy"},
		{
			"it is not set; set it to 0 if shipping costs nothing", "она не указана; если доставка бесплатна, укажите 0",
			"її не вказано; якщо доставка безкоштовна, вкажіть 0", "nie podano go; jeśli dostawa jest bezpłatna, podaj 0",
		},
		{"it is open; open are %v", "оно уже ожидается; ожидаются: %v", "воно вже очікується; очікуються: %v", "jest już oczekiwana; oczekiwane: %v"},
		{
			"some goods are %s; it may be asked for only while all are %s",
			"часть товаров имеет статус «%s»; запросить его можно, пока статус всех товаров: %s",
			"частина товарів має статус «%s»; запитати його можна, поки статус усіх товарів: %s",
			"część towarów ma status „%s”; można o nią prosić, dopóki wszystkie mają status: %s",
		},
		{
			"%s does not know all that an order waits for; report an Intent with GiveConfirmation",
			"%s не знает всего, чего ждёт заказ; передайте Intent с GiveConfirmation",
			"%s не знає всього, чого чекає замовлення; передайте Intent із GiveConfirmation",
			"%s nie zna wszystkiego, na co czeka zamówienie; przekaż Intent z GiveConfirmation",
		},
		{
			"%s waits for the confirmation %s, but here some goods are %s: stop them, or see to the confirmation",
			"%s ждёт согласования «%s», а здесь статус части товаров: «%s»; остановите их или получите согласование",
			"%s чекає погодження «%s», а тут статус частини товарів: «%s»; зупиніть їх або отримайте погодження",
			"%s czeka na zgodę „%s”, a tutaj część towarów ma status „%s”; zatrzymaj je albo uzyskaj zgodę",
		},
		{
			"%s went back to %s, but here the order is %s", "%s вернул заказ в статус «%s», а здесь статус заказа: «%s»",
			"%s повернув замовлення до статусу «%s», а тут статус замовлення: «%s»", "%s cofnął zamówienie do statusu „%s”, a tutaj status zamówienia: „%s”",
		},
		{
			"%s went back to %s, but here the units are %s", "%s вернул заказ в статус «%s», а здесь статус товаров: «%s»",
			"%s повернув замовлення до статусу «%s», а тут статус товарів: «%s»", "%s cofnął zamówienie do statusu „%s”, a tutaj status towarów: „%s”",
		},
		{
			"%s; nothing is sent there until the hold is cleared: cancel the order there with a fitting status and restore it there, or forget it here so that it is loaded again",
			"%s; туда ничего не отправляется, пока блокировка не снята: отмените заказ там подходящим статусом и восстановите его там или удалите его здесь, чтобы он загрузился снова",
			"%s; туди нічого не надсилається, доки блокування не знято: скасуйте замовлення там відповідним статусом і відновіть його там або видаліть його тут, щоб воно завантажилося знову",
			"%s; nic nie jest tam wysyłane, dopóki blokada nie zostanie zdjęta: anuluj tam zamówienie odpowiednim statusem i przywróć je tam albo usuń je tutaj, aby zostało wczytane ponownie",
		},
		{
			"%s waits for a confirmation, but does not say for which: ask for it with AskConfirmation, or clear the hold",
			"%s ждёт согласования, но не сообщает какого: запросите его через AskConfirmation или снимите блокировку",
			"%s чекає погодження, але не повідомляє якого: запитайте його через AskConfirmation або зніміть блокування",
			"%s czeka na zgodę, ale nie podaje na którą: poproś o nią przez AskConfirmation albo zdejmij blokadę",
		},
		{
			"no command makes goods %s: let who moves them report it", "нет команды, дающей товарам статус «%s»: его сообщает тот, кто их перемещает",
			"немає команди, що дає товарам статус «%s»: його повідомляє той, хто їх переміщує", "żadne polecenie nie nadaje towarom statusu „%s”: zgłasza go ten, kto je przemieszcza",
		},
		{
			"the way back from %v to %s is none", "пути назад из %v в «%s» нет",
			"шляху назад із %v до «%s» немає", "nie ma drogi powrotnej z %v do „%s”",
		},
		{"details", "данные заказа", "дані замовлення", "dane zamówienia"},
		{"they are as given", "они уже такие", "вони вже такі", "są już takie"},
		{
			"%s is paid; the method stays", "оплачено %s; способ оплаты не меняется",
			"сплачено %s; спосіб оплати не змінюється", "opłacono %s; sposób płatności się nie zmienia",
		},
	}
}
