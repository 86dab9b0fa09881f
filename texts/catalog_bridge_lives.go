package texts

// bridgeLives are texts about orders that are forgotten here.
func bridgeLives() []entry {
	return []entry{
		{
			"%s is being sent to %s; wait until that is settled",
			"%s: отправляется в %s. Дождитесь результата",
			"%s: надсилається до %s. Дочекайтеся результату",
			"%s: jest wysyłane do %s. Poczekaj na wynik",
		},
		{
			"it is not known whether %s was done in %s; settle that first",
			"неизвестно, выполнено ли «%s» в %s. Сначала выясните это",
			"невідомо, чи виконано «%s» у %s. Спочатку з’ясуйте це",
			"nie wiadomo, czy „%s” wykonano w %s. Najpierw to wyjaśnij",
		},
		{
			"%s still has to be done in %s",
			"%s: это ещё нужно выполнить в %s",
			"%s: це ще треба виконати в %s",
			"%s: to trzeba jeszcze wykonać w %s",
		},
		{
			"there is news about it that is not applied yet: wait, or dismiss it",
			"есть сообщения о заказе, которые ещё не обработаны. Подождите или отклоните их",
			"є повідомлення про замовлення, які ще не опрацьовано. Зачекайте або відхиліть їх",
			"są wiadomości o zamówieniu, które nie zostały jeszcze przetworzone. Poczekaj albo je odrzuć",
		},
		{
			"erased with the personal data of the order",
			"удалено вместе с персональными данными заказа",
			"видалено разом із персональними даними замовлення",
			"usunięto wraz z danymi osobowymi zamówienia",
		},
		{
			"%s erased the personal data of the order",
			"%s: персональные данные заказа удалены",
			"%s: персональні дані замовлення видалено",
			"%s: dane osobowe zamówienia usunięto",
		},
		{
			"the order was forgotten here, and this news came after that: find out what it means, then dismiss it",
			"заказ здесь забыт, а сообщение пришло позже. Выясните, что оно значит, и отклоните его",
			"замовлення тут забуто, а повідомлення надійшло пізніше. З’ясуйте, що воно означає, і відхиліть його",
			"zamówienie zostało tu zapomniane, a wiadomość przyszła później. Wyjaśnij, co oznacza, i ją odrzuć",
		},
		{
			"news for the order goes to %s, since it was forgotten here",
			"сообщение для заказа передано заказу %s, так как этот здесь забыт",
			"повідомлення для замовлення передано замовленню %s, бо це тут забуто",
			"wiadomość przekazano zamówieniu %s, ponieważ to zostało tu zapomniane",
		},
		{
			"the order was forgotten here: %s; nothing was changed in the channel or the ERP",
			"заказ здесь забыт: %s. В канале и ERP ничего не изменено",
			"замовлення тут забуто: %s. У каналі та ERP нічого не змінено",
			"zamówienie zostało tu zapomniane: %s. W kanale i ERP nic nie zmieniono",
		},
	}
}
