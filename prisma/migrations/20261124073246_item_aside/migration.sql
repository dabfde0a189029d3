-- AlterTable
ALTER TABLE "AgendaItem" ADD COLUMN     "asideReason" TEXT;
